using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// Kannel as an ESME: bearerbox, which holds the bind, and smsbox, which answers texts and sends what is asked of it over HTTP.
/// </summary>
internal sealed class Bearerbox : IAsyncDisposable
{
    public const string SystemId = "kannel";

    private readonly TempFolder _folder = new();
    private readonly int[] _ports = FreePort.Take(3);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private Box? _bearerbox;
    private Box? _smsbox;

    /// <param name="reply">To every text; null: none by itself.</param>
    public Bearerbox(int smsc, string? reply = null) => File.WriteAllText(_folder.File("kannel.conf"), Configuration(smsc, reply));

    /// <param name="isBound">Says the SMSC.</param>
    public async Task StartAsync(Func<bool> isBound)
    {
        _bearerbox = new Box("/usr/sbin/bearerbox", _folder.File("kannel.conf"));
        await Eventually.TrueAsync(() => isBound() || _bearerbox.HasEnded, "bearerbox binds");
        _bearerbox.HasEnded.ShouldBeFalse();

        // A text that comes before anyone is there to reply waits ten seconds for the next look.
        _smsbox = new Box("/usr/sbin/smsbox", _folder.File("kannel.conf"));
        await Eventually.TrueAsync(() => _bearerbox.HasSaid("boxc_sender"), "smsbox is known");
    }

    /// <summary>From 992, with a receipt wanted, for half an hour.</summary>
    /// <param name="coding">Kannel's: 0 is GSM-7, 2 is UCS-2.</param>
    public async Task SendAsync(string to, string text, int coding)
    {
        var query = $"username=u&password=p&from=992&to={to}&coding={coding}&charset=UTF-8&dlr-mask=3&validity=30"
            + $"&text={Uri.EscapeDataString(text)}";
        using var answer = await _client.GetAsync(new Uri($"http://127.0.0.1:{_ports[2]}/cgi-bin/sendsms?{query}"));
        ((int)answer.StatusCode).ShouldBe(202, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>In good order: it unbinds.</summary>
    public async Task StopAsync()
    {
        await _smsbox!.TerminateAsync();
        await _bearerbox!.TerminateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_smsbox is not null) await _smsbox.DisposeAsync();
        if (_bearerbox is not null) await _bearerbox.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private string Configuration(int smsc, string? reply) => string.Create(CultureInfo.InvariantCulture, $"""
        group = core
        admin-port = {_ports[0]}
        admin-interface = 127.0.0.1
        admin-password = none
        smsbox-port = {_ports[1]}
        smsbox-interface = 127.0.0.1
        box-allow-ip = 127.0.0.1
        dlr-storage = internal

        group = smsc
        smsc = smpp
        smsc-id = harbour
        host = 127.0.0.1
        port = {smsc}
        transceiver-mode = true
        smsc-username = {SystemId}
        smsc-password = secret08
        system-type = ""
        interface-version = 34
        esm-class = 0
        source-addr-autodetect = false
        source-addr-ton = 3
        source-addr-npi = 0
        dest-addr-ton = 1
        dest-addr-npi = 1

        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = {_ports[2]}
        sendsms-interface = 127.0.0.1

        group = sendsms-user
        username = u
        password = p
        concatenation = true
        max-messages = 10

        group = sms-service
        keyword = default
        {(reply is null ? "max-messages = 0\n" : "")}text = "{reply}"
        """);

    /// <summary>One of Kannel's programs.</summary>
    private sealed class Box : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _said = new();

        public Box(string program, string configuration)
        {
            _process = Process.Start(Tool.Start(program, "-v", "0", configuration))!;
            _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
            _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public bool HasEnded => _process.HasExited;

        public bool HasSaid(string words) => _said.Any(line => line.Contains(words, StringComparison.Ordinal));

        public async Task TerminateAsync()
        {
            HasEnded.ShouldBeFalse(_process.StartInfo.FileName);
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited) _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
