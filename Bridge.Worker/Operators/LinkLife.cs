using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>How one try of a link went, from connecting to the end of the session.</summary>
/// <param name="Reason">The contract's word, for the metric; null when there was no connection that could drop.</param>
/// <param name="Detail">In words, for the log and for link.changed.</param>
/// <param name="BoundFor">Null when it was never bound.</param>
internal sealed record LinkLife(string? Reason, string Detail, TimeSpan? BoundFor = null, CommandStatus? Refusal = null)
{
    public bool IsRefusedForCredentials => Refusal is { } status && BindRefusal.Of(status).Kind == RefusalKind.Credentials;

    public static LinkLife NotConnected(string detail) => new(null, detail);

    public static LinkLife Refused(CommandStatus status) =>
        new(Word(SessionEndReason.Refused), $"bind refused with {status.SpecName()} ({BindRefusal.Of(status).Words})", Refusal: status);

    public static LinkLife Ended(SessionEnd end, TimeSpan? boundFor) => new(Word(end.Reason), end.Detail, boundFor);

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
