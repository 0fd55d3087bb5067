using System.Buffers;
using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

/// <summary>The daemon says everything it can say, while everything goes through it that it must not say.</summary>
[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public class PrivacyTests
{
    private const string Text = "我在上環機密大廈PRIVATE-TEXT";
    private const string MalformedText = "MALFORMED-PRIVATE-TEXT";
    private const string Reply = "警員很快會到達機密大廈PRIVATE-REPLY";
    private const string Name = "陳機密PRIVATE-NAME";
    private const string Address = "彌敦道機密999號PRIVATE-ADDRESS";
    private const string Number = "85290009876";
    private const string MalformedNumber = "85290004321";
    private const string RegisteredNumber = "85290001357";
    private const string RefusedPassword = "r3fus3d!";
    private const string Token = "token-0123456789-abcdef-PRIVATE";
    private const string WrongToken = "wrong-token-9876543210-PRIVATE";
    private const string AmqpPassword = "amqp-passw0rd-PRIVATE";

    private static readonly string[] Secrets =
        [Text, MalformedText, Reply, Name, Address, Number, MalformedNumber, RegisteredNumber, BridgeDaemon.Password, RefusedPassword,
            Token, WrongToken, AmqpPassword];

    [Fact]
    public async Task Neither_log_nor_metrics_nor_health_ever_hold_a_text_a_number_a_name_or_a_password()
    {
        var refused = new TaskCompletionSource();
        await using var smsc = new SimulatedOperator(
            new OperatorSettings
            {
                Name = "harbour-mobile",
                SystemId = BridgeDaemon.SystemId,
                Password = BridgeDaemon.Password,
            },
            TimeProvider.System);
        await using var refusing = new SimulatedOperator(
            new OperatorSettings { Name = "refusing", Password = "another" }, TimeProvider.System, happened =>
            {
                if (happened is BindRefused) refused.TrySetResult();
            });
        await using var malformed = new FakeOperator();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("token"), Token);
        var refusedLink = BridgeDaemon.Link(
            refusing.Port, more: new JsonObject { ["SystemId"] = "someone", ["Password"] = RefusedPassword });
        var everyLevel = new[] { "Default", "Microsoft", "System", "Bridge" }
            .Select(category => KeyValuePair.Create(category, (JsonNode?)"Trace"));
        await using var daemon = BridgeDaemon.Prepare(
            new()
            {
                ["harbour-mobile"] = BridgeDaemon.OneLink(smsc.Port),
                ["refusing"] = BridgeDaemon.Operator(new() { ["a"] = refusedLink }),
                ["malformed"] = BridgeDaemon.OneLink(malformed.Port),
            },
            new Uri($"amqp://bridge:{AmqpPassword}@127.0.0.1:{FreePort.Take()}"),
            more: new JsonObject { ["Http"] = new JsonObject { ["TokenFile"] = folder.File("token") } },
            logging: new JsonObject { ["LogLevel"] = new JsonObject(everyLevel) });
        var starting = daemon.StartAsync();
        await SendMalformedAsync(malformed);
        await starting;
        await refused.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        var events = await ConverseAsync(daemon, smsc);
        await MisuseAsync(daemon);
        var pages = string.Concat(await Task.WhenAll(new[] { "/metrics", "/status", "/health/live" }.Select(daemon.GetAsync)));
        using (var ready = await daemon.Client.GetAsync(new Uri(daemon.Http, "/health/ready")))
        {
            pages += await ready.Content.ReadAsStringAsync();
        }

        (await daemon.StopAsync()).ShouldBe(0);
        var log = string.Join('\n', daemon.Log());

        // Something was said, at every level, of everything above.
        foreach (var word in (string[])["trce:", "dbug:", "warn:", "refusing", "malformed", "/centre/commands", "bridge_smpp_pdus_total"])
        {
            (log + pages).ShouldContain(word);
        }

        Leaks(log).ShouldBeEmpty();
        Leaks(pages).ShouldBeEmpty();

        // And the search bites: where texts and numbers may stand, it finds them, and it would have found each of the others.
        Leaks(events).ShouldBe([Text, MalformedText, Reply, Number, MalformedNumber], ignoreOrder: true);
        foreach (var secret in Secrets)
        {
            foreach (var form in Forms(secret)) Leaks("… info: " + form + " …").ShouldContain(secret);
        }
    }

    private static List<string> Leaks(string output) =>
        [.. Secrets.Where(secret => Forms(secret).Any(form => output.Contains(form, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>As it is, and as it looks in an octet dump, in base64 (the data of an event), in escaped JSON or in a URL.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(secret));
        yield return Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(secret));
        yield return BitConverter.ToString(Encoding.ASCII.GetBytes(secret));
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        yield return Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(secret));
        yield return Uri.EscapeDataString(secret);
        yield return System.Text.Json.JsonEncodedText.Encode(secret).Value;

        // A number without its country code is as good.
        if (secret.StartsWith("852", StringComparison.Ordinal)) yield return secret[3..];
    }

    /// <summary>A text, its confirmation, its receipt. Returns what the centre saw.</summary>
    private static async Task<string> ConverseAsync(BridgeDaemon daemon, SimulatedOperator smsc)
    {
        var delivered = new TaskCompletionSource();
        var seen = new StringBuilder();
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System, Token);
        using var over = new CancellationTokenSource();
        var centre = new SimulatedCentre(bus, new CentreSettings { Confirmation = Reply }, TimeProvider.System, moment =>
        {
            if (moment is CommandSent sent)
            {
                lock (seen) seen.Append(((sent.Command as ReplySend)?.Text ?? "") + string.Concat(sent.Problems));
            }

            if (moment is not EventSeen one) return;
            lock (seen) seen.Append(one.Event.Data.GetRawText());
            if (one.Event.Name == EventNames.ReplyDelivered) delivered.TrySetResult();
        }).RunAsync(over.Token);

        await smsc.DeliverTextAsync(PhoneText.Pdus(Number, Text, 1).Single(), CancellationToken.None);
        await smsc.DeliverTextAsync(PhoneText.Pdus(Number, Text, 1).Single(), CancellationToken.None);
        await delivered.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        await over.CancelAsync();
        await centre.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (seen) return seen.ToString();
    }

    /// <summary>PDUs that tear, lie and end in noise, each with the text inside.</summary>
    private static async Task SendMalformedAsync(FakeOperator malformed)
    {
        var connection = await malformed.AcceptAndBindAsync();
        var deliver = new DeliverSm
        {
            Sequence = 7,
            Source = new Address(1, 1, MalformedNumber),
            Destination = new Address(3, 0, "992"),
            ShortMessage = Encoding.ASCII.GetBytes(MalformedText),
        };
        var written = new ArrayBufferWriter<byte>();
        PduCodec.Encode(deliver, written);

        var lying = written.WrittenSpan.ToArray();
        lying[^(MalformedText.Length + 1)] = 200;
        await connection.Peer.SendOctetsAsync(lying);
        (await connection.Peer.ReadAsync())!.Sequence.ShouldBe(7u);

        var torn = written.WrittenSpan[..^9].ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(torn, (uint)torn.Length);
        await connection.Peer.SendOctetsAsync(torn);
        (await connection.Peer.ReadAsync())!.Sequence.ShouldBe(7u);

        var unknown = written.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(unknown.AsSpan(4), 0x00010203);
        await connection.Peer.SendOctetsAsync(unknown);
        await connection.Peer.ReadAsync<GenericNack>();

        await connection.Peer.SendOctetsAsync(Encoding.ASCII.GetBytes(MalformedText + MalformedNumber));
        while (await connection.Peer.ReadAsync() is not null)
        {
            // The bridge says that it cannot go on, and closes.
        }
    }

    /// <summary>Commands that cannot be carried out, with everything in them that a command may hold.</summary>
    private static async Task MisuseAsync(BridgeDaemon daemon)
    {
        string Event(string type, string data) =>
            $$"""{"specversion":"1.0","id":"{{Guid.NewGuid()}}","source":"/centre","type":"hk.992.{{type}}","data":{{data}}}""";

        string[] bodies =
        [
            Event("reply.send", $$"""{"reportId":"nobody","kind":"confirmation","text":"{{Reply}}"}"""),
            Event("reply.send",
                $$"""{"msisdn":"{{Number}}","operator":"{{Name}}","kind":"{{Text}}","text":"{{Reply}}","validFor":"{{Address}}"}"""),
            Event("registration.put",
                $$"""
                {"msisdn":"{{RegisteredNumber}}","operator":"harbour-mobile","name":"{{Name}}","address":"{{Address}}",
                "language":"zh-Hant","contacts":[]}
                """),
            Event("registration.put", $$"""{"msisdn":"{{Text}}","name":7,"address":["{{Address}}"]}"""),
            Event(Text, "{}"),
            $$"""{"specversion":"1.0","id":"{{Number}}","data":"{{Text}}" """,
            Reply,
        ];
        foreach (var body in bodies)
        {
            foreach (var token in (string[])[Token, WrongToken])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(daemon.Http, "/centre/commands"));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                request.Content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json");
                using var answer = await daemon.Client.SendAsync(request);
                ((int)answer.StatusCode).ShouldBeInRange(202, 499);
            }
        }
    }
}
