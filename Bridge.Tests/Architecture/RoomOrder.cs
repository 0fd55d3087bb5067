using System.Runtime.CompilerServices;

namespace Bridge.Tests.Architecture;

/// <summary>
/// The rooms under a root namespace and the order they stand in. A room is a namespace directly under the root, with all below it. It may
/// use the rooms that stand before it, never one on its own tier or after it.
/// </summary>
/// <param name="tiers">From the ground up. Rooms on one tier are separated by a comma and a space.</param>
internal sealed class RoomOrder(string root, params string[] tiers)
{
    private readonly Dictionary<string, int> _tierByRoom = tiers
        .SelectMany((rooms, tier) => rooms.Split(", ").Select(room => (room, tier)))
        .ToDictionary(entry => entry.room, entry => entry.tier);

    /// <summary>Every room, from the ground up.</summary>
    public IReadOnlyList<string> Rooms { get; } = [.. tiers.SelectMany(rooms => rooms.Split(", "))];

    /// <summary>
    /// Every breach of the order among these types, as <c>Replies.ReplyCounter -> Reports.IRoomMetrics</c>. A type in no listed room is a
    /// breach too, the program's entry point apart, and so is a listed room without types.
    /// </summary>
    public IReadOnlyList<string> FindBreaches(IReadOnlyCollection<Type> types) =>
    [
        .. types.Where(IsUnlisted).Select(type => $"{type.FullName} stands in no listed room"),
        .. _tierByRoom.Keys.Except(types.Select(RoomOf)).Select(room => $"{room} is listed and has no types"),
        .. types.SelectMany(FindEdgesBack).Distinct().Order(StringComparer.Ordinal),
    ];

    private bool IsUnlisted(Type type) => !type.IsNested && type.Name != "Program" && !IsGenerated(type) && RoomOf(type) is null;

    private IEnumerable<string> FindEdgesBack(Type user) =>
        RoomOf(user) is { } room
            ? TypeReferences.From(user)
                .Where(used => RoomOf(used) is { } other && other != room && _tierByRoom[other] >= _tierByRoom[room])
                .Select(used => $"{NameOf(user)} -> {NameOf(used)}")
            : [];

    private string? RoomOf(Type type)
    {
        var inside = type.Namespace?.StartsWith(root + ".", StringComparison.Ordinal) ?? false;
        var room = inside ? type.Namespace![(root.Length + 1)..].Split('.')[0] : "";
        return _tierByRoom.ContainsKey(room) ? room : null;
    }

    /// <summary>The name of the type in whose source it stands: lambdas, async methods and iterators are nested types too.</summary>
    private string NameOf(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type.FullName![(root.Length + 1)..];
    }

    private static bool IsGenerated(Type type) =>
        type.Name.StartsWith('<') || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
