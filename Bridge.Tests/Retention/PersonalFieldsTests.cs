using System.Reflection;
using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;

namespace Bridge.Tests.Retention;

[Trait("Speed", "unit")]
public class PersonalFieldsTests
{
    /// <summary>
    /// Whoever adds an event decides here what of it is personal: a text in a field that nobody thought of would outlive its time.
    /// </summary>
    [Fact]
    public void Of_every_event_it_is_decided_what_is_personal()
    {
        var names = typeof(EventNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!);
        PersonalFields.Table.Keys.ShouldBe(names, ignoreOrder: true);
    }

    [Fact]
    public void Every_event_type_has_a_name_in_the_table()
    {
        var types = typeof(EventData).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(EventData)) && !type.IsAbstract).ToList();
        types.Count.ShouldBeGreaterThan(7);
        foreach (var type in types)
        {
            var sample = (EventData)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            PersonalFields.Table.Keys.ShouldContain(sample.EventName);
        }
    }

    [Fact]
    public void Every_field_of_the_table_is_one_that_the_event_has_and_is_null_when_erased()
    {
        var report = SampleReports.New("機密") with
        {
            Registration = new RegistrationData("陳大文", "彌敦道", "zh-Hant", ["x"]),
            Raw = [new byte[] { 1 }],
            Problems = ["a 我 problem"],
        };
        foreach (var data in (EventData[])[report, SampleReports.Amended("機密")])
        {
            var json = CloudEvent.WriteEvent("e1", "node", "c1", SampleReports.ReceivedAt, data);
            var erased = PersonalFields.Erase(data.EventName, json);
            PersonalFields.ForEvent(data.EventName).Count.ShouldBe(5);
            foreach (var field in PersonalFields.ForEvent(data.EventName))
            {
                Find(json, field).ShouldNotBeNull(field);
                Find(erased, field)!.Value.ValueKind.ShouldBe(JsonValueKind.Null, field);
            }

            CloudEvent.ReadEvent(erased).Report!.Language.ShouldBe("zh-Hant");
            System.Text.Encoding.UTF8.GetString(erased).ShouldNotContain("機密");
        }

        System.Text.Encoding.UTF8.GetString(
            PersonalFields.Erase("report.received", CloudEvent.WriteEvent("e1", "n", null, SampleReports.ReceivedAt, report)))
            .ShouldContain("a 我 problem");
    }

    [Theory]
    [InlineData("registration.activated")]
    [InlineData("registration.failed")]
    [InlineData("outage.ended")]
    public void A_number_goes_from_wherever_it_stands_and_what_is_left_keeps_to_the_schema(string name)
    {
        EventData data = name switch
        {
            "registration.activated" => new RegistrationActivated("85291234567", "delivered"),
            "registration.failed" => new RegistrationFailed("85291234567", "not delivered"),
            _ => new OutageEnded(
                "bus", null, SampleReports.ReceivedAt, SampleReports.ReceivedAt,
                [new("85291234567", "o", SampleReports.ReceivedAt, 1, ["r1"]),
                new("85291234567", "o", SampleReports.ReceivedAt, 2, ["r2"])], 0),
        };
        var json = CloudEvent.WriteEvent("e1", "node", null, SampleReports.ReceivedAt, data);
        var erased = PersonalFields.Erase(name, json);

        System.Text.Encoding.UTF8.GetString(json).ShouldContain("85291234567");
        System.Text.Encoding.UTF8.GetString(erased).ShouldNotContain("85291234567");
        BusSchemas.Faults("events", erased).ShouldBeEmpty();
        CloudEvent.ReadEvent(erased).Name.ShouldBe(name);
    }

    [Fact]
    public void An_event_that_nobody_has_decided_on_is_a_fault() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PersonalFields.ForEvent("report.whispered"));

    private static JsonElement? Find(byte[] json, string field)
    {
        var at = JsonDocument.Parse(json).RootElement.GetProperty("data");
        foreach (var name in field.Split('.'))
        {
            if (!at.TryGetProperty(name, out at)) return null;
        }

        return at;
    }
}
