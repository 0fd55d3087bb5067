namespace Bridge.Protocol.Centre;

/// <summary>The word that the contract has for each <see cref="ReplyKind"/> (docs/bus.md).</summary>
public static class ReplyKindNames
{
    internal static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ReplyKind>().Select(ContractName)];

    /// <summary>Gives the word: confirmation, question or information.</summary>
    public static string ContractName(this ReplyKind kind) => kind switch
    {
        ReplyKind.Confirmation => "confirmation",
        ReplyKind.Question => "question",
        ReplyKind.Information => "information",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
