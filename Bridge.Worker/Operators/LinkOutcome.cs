using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>How one attempt at a link ended, be it at the connecting, at the bind or with the session.</summary>
/// <param name="Reason">The contract's word, for the metric. Null: there was no connection that could drop.</param>
/// <param name="Detail">In words, for the log and for link.changed.</param>
/// <param name="BoundFor">Null: the link was never bound.</param>
/// <param name="Refusal">What a refused bind was answered with. Null: it was not refused.</param>
internal sealed record LinkOutcome(string? Reason, string Detail, TimeSpan? BoundFor = null, CommandStatus? Refusal = null)
{
    public bool IsRefusedForCredentials => Refusal is { } status && BindRefusal.Classify(status).Kind == RefusalKind.Credentials;

    public static LinkOutcome NotConnected(string detail) => new(null, detail);

    public static LinkOutcome Refused(CommandStatus status)
    {
        var detail = $"bind refused with {status.SpecName()} ({BindRefusal.Classify(status).Words})";
        return new(Word(SessionEndReason.Refused), detail, Refusal: status);
    }

    public static LinkOutcome Ended(SessionEnd end, TimeSpan? boundFor) => new(Word(end.Reason), end.Detail, boundFor);

    public override string ToString() => Reason is null ? Detail : $"{Reason}: {Detail}";

    private static string Word(SessionEndReason reason) => reason switch
    {
        SessionEndReason.Unbind => "unbind",
        SessionEndReason.Timeout => "timeout",
        SessionEndReason.Protocol => "protocol",
        SessionEndReason.Refused => "refused",
        SessionEndReason.Shutdown => "shutdown",
        _ => "closed",
    };
}
