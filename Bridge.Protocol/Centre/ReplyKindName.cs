namespace Bridge.Protocol.Centre;

/// <summary>The contract's word for each <see cref="ReplyKind"/>.</summary>
public static class ReplyKindName
{
    internal static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ReplyKind>().Select(Of)];

    public static string Of(ReplyKind kind) => kind switch
    {
        ReplyKind.Confirmation => "confirmation",
        ReplyKind.Question => "question",
        ReplyKind.Information => "information",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
