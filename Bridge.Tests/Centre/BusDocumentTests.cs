using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Centre;

/// <summary>
/// docs/bus: the AsyncAPI document and the JSON Schemas. That events keep to them is looked at wherever a test leaves a store
/// (<see cref="StoredEvents"/>).
/// </summary>
[Trait("Speed", "peers")]
public sealed class BusDocumentTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-03-01T12:00:00.007Z");

    [Theory]
    [InlineData("events", typeof(EventNames))]
    [InlineData("commands", typeof(CommandNames))]
    public void Everything_that_goes_over_the_bus_has_a_schema_and_nothing_else_has(string kind, Type names) =>
        BusSchemas.Names(kind).ShouldBe(
            names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(name => (string)name.GetRawConstantValue()!),
                ignoreOrder: true);

    [NeedsToolFact("node")]
    public async Task The_AsyncAPI_document_is_sound_to_its_own_parser_and_has_every_message()
    {
        var said = await OtherImplementation.RunAsync(
            "node", [], Repository.File("Bridge.Tests", "Interop", "node", "asyncapi.js"), Repository.File("docs", "bus", "asyncapi.yaml"));
        var lines = Encoding.UTF8.GetString(said).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject()).ToList();

        lines.Where(line => line.ContainsKey("problem")).Select(line => line["problem"]!.GetValue<string>()).ShouldBeEmpty();
        lines.Select(line => line["message"]!.GetValue<string>()).ShouldBe(
            BusSchemas.Names("events").Concat(BusSchemas.Names("commands")).Select(name => "hk.992." + name), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(CloudEventWriteTests.OtherEvents), MemberType = typeof(CloudEventWriteTests))]
    public void Every_event_keeps_to_its_schema(EventData data, string _) =>
        BusSchemas.Faults("events", CloudEvent.WriteEvent("1", "n", "c", Noon, data)).ShouldBeEmpty();

    [Theory]
    [InlineData("\"copies\":2", "\"copies\":\"2\"")]
    [InlineData("\"copies\":2", "\"copies\":2,\"more\":1")]
    [InlineData("\"copies\":2,", "")]
    [InlineData("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"")]
    [InlineData(".007Z", ".007+08:00")]
    [InlineData("report.repeated", "report.doubled")]
    public void An_event_that_does_not_keep_to_its_schema_is_found(string written, string changed)
    {
        var json = Encoding.UTF8.GetString(CloudEvent.WriteEvent("1", "n", "c", Noon, new ReportRepeated("r", 2, Noon)));
        json.ShouldContain(written);

        BusSchemas.Faults("events", Encoding.UTF8.GetBytes(json.Replace(written, changed, StringComparison.Ordinal))).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_store_with_an_event_that_does_not_keep_to_its_schema_fails_the_test_that_left_it()
    {
        var folder = new TempFolder();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("bridge.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                """
                CREATE TABLE events (sequence INTEGER, json BLOB);
                INSERT INTO events VALUES (1, CAST('{"type":"hk.992.reply.delivered"}' AS BLOB))
                """;
            command.ExecuteNonQuery();
        }

        Should.Throw<ShouldAssertException>(folder.Dispose);
        Directory.Exists(folder.Path).ShouldBeFalse();
    }

    /// <summary>
    /// What a centre's backend checks before it sends is what the bridge takes: one command, each field in turn absent, null, of another
    /// kind, empty or too long.
    /// </summary>
    [Fact]
    public void The_schema_of_a_command_and_its_reader_agree()
    {
        var commands = Gen.Elements(CommandsAsJson());
        var changes = Gen.Elements<Func<JsonNode?, JsonNode?>>(
            _ => null,
            _ => "",
            _ => " ",
            _ => "85291234567",
            _ => 7,
            _ => true,
            _ => new JsonArray(),
            _ => new JsonArray("x", 3),
            _ => new JsonObject(),
            _ => new string('長', 10_001),
            _ => new string('長', 201),
            was => was?.DeepClone());
        var gen =
            from command in commands
            from field in Gen.Elements(
                command["data"]!
                    .AsObject()
                    .Select(field => field.Key)
                    .Concat(["reportId", "operator", "contacts", "notify", "language"])
                    .ToArray())
            from change in changes
            from remove in Gen.Elements(true, false, false, false)
            select Change(command, field, change, remove);
        Prop.ForAll(
                gen.ToArbitrary(),
                json =>
                {
                    var octets = Encoding.UTF8.GetBytes(json);
                    var read = CloudEvent.ReadCommand(octets).Problems;
                    var faults = BusSchemas.Faults("commands", octets);
                    return (read.Count == 0 == (faults.Count == 0)).Label(
                        $"{json[..Math.Min(json.Length, 400)]}\nreader: {string.Join("; ", read)}\nschema: {string.Join("; ", faults)}");
                })
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_command_has_a_sample() => SampleCommands.Select(command => command.CommandName).Distinct().ShouldBe(
        typeof(CommandNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(name => (string)name.GetRawConstantValue()!),
        ignoreOrder: true);

    internal static IReadOnlyList<Command> SampleCommands { get; } =
    [
        new ReplySend("1") { ReportId = "r", Kind = ReplyKind.Confirmation, Text = "收到" },
        new ReplySend("2") { Msisdn = "85291234567", Operator = "o", Kind = ReplyKind.Question, Text = "?" },
        new ReplySend("3") { ConversationId = "c", Kind = ReplyKind.Information, Text = "?" },
        new ReportTaken("4", "r"),
        new ConversationClose("5", "c"),
        new ServiceSuspend("6", "o"),
        new ServiceResume("7", null),
        new RegistrationPut("8") { Msisdn = "85291234567", Operator = "o", Name = "n", Address = "a", Contacts = ["c"] },
        new RegistrationRemove("9", "85291234567"),
    ];

    private static JsonObject[] CommandsAsJson() =>
        [.. SampleCommands.Select(command => JsonNode.Parse(CloudEvent.WriteCommand(command, "/centre", Noon))!.AsObject())];

    private static string Change(JsonObject command, string field, Func<JsonNode?, JsonNode?> change, bool remove)
    {
        var changed = command.DeepClone().AsObject();
        var data = changed["data"]!.AsObject();
        if (remove) data.Remove(field);
        else data[field] = change(data[field]);
        return changed.ToJsonString(
            new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
