using System.Collections.Concurrent;
using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.Tests.Simulator;

/// <summary>The centre's end of the embedded bus, against a small server that can break the connection.</summary>
[Trait("Speed", "rooms")]
public sealed class HttpCentreBusTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentQueue<string> _posted = new();
    private readonly ConcurrentQueue<(int Status, string Body)> _answers = new();
    private readonly ConcurrentQueue<string> _streams = new();
    private readonly WebApplication _server;

    public HttpCentreBusTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(ServeAsync);
    }

    private static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System).Token;

    private Uri Url => new(_server.Urls.Single());

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Reading_goes_on_after_the_last_event_when_the_stream_breaks()
    {
        _streams.Enqueue("id: 7\nevent: a\ndata: {\"n\":1}\n\nid: 8\ndata: {\"n\":2}\n\n");
        _streams.Enqueue(": still here\n\nid: 9\ndata: {\"n\":3}\n\n");
        await using var bus = new HttpCentreBus(Url, after: 6, TimeProvider.System);

        List<string> read = [];
        for (var i = 0; i < 3; i++) read.Add(Encoding.UTF8.GetString((await bus.NextAsync(Deadline)).Span));

        read.ShouldBe(["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"]);
        _asked.ShouldBe(["?after=6", "?after=8"]);
    }

    [Fact]
    public async Task From_now_on_is_asked_for_once_so_that_a_break_leaves_no_hole()
    {
        _streams.Enqueue("");
        _streams.Enqueue("id: 1\ndata: {}\n\n");
        await using var bus = new HttpCentreBus(Url, after: null, TimeProvider.System);

        await bus.NextAsync(Deadline);

        _asked.ShouldBe(["", "?after=0"]);
    }

    [Fact]
    public async Task A_command_is_sent_until_it_is_taken()
    {
        _answers.Enqueue((503, ""));
        _answers.Enqueue((202, ""));
        await using var bus = new HttpCentreBus(Url, after: 0, TimeProvider.System);

        (await bus.SendAsync(new ReportTaken("c-1", "r-1"), Deadline)).ShouldBeEmpty();

        _posted.Count.ShouldBe(2);
        _posted.Distinct().Count().ShouldBe(1);
        var reading = CloudEvent.ReadCommand(Encoding.UTF8.GetBytes(_posted.First()));
        reading.Command.ShouldBe(new ReportTaken("c-1", "r-1"));
    }

    [Fact]
    public async Task A_command_that_cannot_be_carried_out_comes_back_with_its_problems()
    {
        _answers.Enqueue((400, """{"title":"bad","problems":["data.reportId: no such report"]}"""));
        await using var bus = new HttpCentreBus(Url, after: 0, TimeProvider.System);

        (await bus.SendAsync(new ReportTaken("c-1", "r-1"), Deadline)).ShouldBe(["data.reportId: no such report"]);
    }

    [Fact]
    public async Task A_missing_token_is_said_instead_of_tried_for_ever()
    {
        await using var bus = new HttpCentreBus(new Uri(Url, "/"), after: 401, TimeProvider.System);

        (await Should.ThrowAsync<InvalidOperationException>(async () => await bus.NextAsync(Deadline))).Message.ShouldContain("token");
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_for_the_next_event()
    {
        using var cancel = new CancellationTokenSource();
        await using var bus = new HttpCentreBus(Url, after: 0, TimeProvider.System);
        await bus.ConnectAsync(Deadline);

        var waiting = bus.NextAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System));
    }

    private async Task ServeAsync(HttpContext http)
    {
        if (http.Request.Method == "POST")
        {
            using var body = new StreamReader(http.Request.Body);
            _posted.Enqueue(await body.ReadToEndAsync(http.RequestAborted));
            var (status, answer) = _answers.TryDequeue(out var next) ? next : (202, "");
            http.Response.StatusCode = status;
            await http.Response.WriteAsync(answer, http.RequestAborted);
            return;
        }

        _asked.Enqueue(http.Request.QueryString.Value ?? "");
        if (http.Request.QueryString.Value == "?after=401")
        {
            http.Response.StatusCode = 401;
            return;
        }

        http.Response.ContentType = "text/event-stream";
        if (_streams.TryDequeue(out var events))
        {
            await http.Response.WriteAsync(events, http.RequestAborted);
            return;
        }

        await http.Response.Body.FlushAsync(http.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
