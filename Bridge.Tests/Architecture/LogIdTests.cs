using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Bridge.Tests.Architecture;

/// <summary>The ids of log messages: SREs search for them, so each is one message's for ever.</summary>
[Trait("Speed", "unit")]
public sealed class LogIdTests
{
    private static readonly IReadOnlyList<(int Id, string Room, string Method)> Messages =
    [
        .. from type in Assembly.Load("bridge").GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select (message.EventId, type.Namespace!.Split('.')[2], $"{type.Name}.{method.Name}"),
    ];

    /// <summary>From CONTRIBUTING.md: room, and its ids as `1000` or `1000 to 1999`, with commas between them.</summary>
    private static readonly ILookup<string, (int First, int Last)> RangesByRoom = (
        from row in MarkdownPage.Read("CONTRIBUTING.md").TableUnder("A log message")
        from range in row[1].Split(", ")
        let ends = range.Split(" to ").Select(int.Parse).ToList()
        select (Room: row[0].Trim('`'), Range: (ends[0], ends[^1]))).ToLookup(row => row.Room, row => row.Range);

    [Fact]
    public void No_id_is_that_of_two_messages() =>
        Messages.GroupBy(message => message.Id).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same)).ShouldBeEmpty();

    [Fact]
    public void Every_id_is_of_its_rooms_range() => Messages
        .Where(message => !RangesByRoom[message.Room].Any(range => message.Id >= range.First && message.Id <= range.Last)).ShouldBeEmpty();

    [Fact]
    public void No_range_is_that_of_two_rooms()
    {
        var ranges = RangesByRoom.SelectMany(room => room).OrderBy(range => range.First).ToList();

        ranges.Zip(ranges.Skip(1)).Where(pair => pair.First.Last >= pair.Second.First).ShouldBeEmpty();
    }
}
