using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Store;

/// <summary>The names under which the values of one enum stand in the store.</summary>
internal sealed class StoredNames<T>(params (T Value, string Name)[] names)
    where T : struct, Enum
{
    public string Name(T value)
    {
        foreach (var known in names)
        {
            if (EqualityComparer<T>.Default.Equals(known.Value, value)) return known.Name;
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "the value has no stored name");
    }

    /// <exception cref="FormatException">No value has this name: the store is damaged, or a newer bridge's.</exception>
    public T Value(string name)
    {
        foreach (var known in names)
        {
            if (known.Name == name) return known.Value;
        }

        throw new FormatException($"{typeof(T).Name} has no value that is stored as {name}");
    }
}

/// <summary>
/// The enums that are stored by name. Stores in the field hold these names, and conditions of indexes too: a name never changes, whatever
/// its value is called in the code.
/// </summary>
internal static class StoredNames
{
    /// <summary><see cref="OutboundKind.Notice"/>.</summary>
    public const string Notice = "Notice";

    /// <summary><see cref="OutboundKind.Activation"/>.</summary>
    public const string Activation = "Activation";

    /// <summary><see cref="ReplyOutcome.Accepted"/>.</summary>
    public const string Accepted = "accepted";

    /// <summary><see cref="ReplyOutcome.Delivered"/>.</summary>
    public const string Delivered = "delivered";

    /// <summary><see cref="ReplyOutcome.Failed"/>.</summary>
    public const string Failed = "failed";

    /// <summary>replies.kind.</summary>
    public static readonly StoredNames<OutboundKind> OutboundKinds = new(
        (OutboundKind.Confirmation, "Confirmation"), (OutboundKind.Question, "Question"), (OutboundKind.Notice, Notice),
        (OutboundKind.Information, "Information"), (OutboundKind.Activation, Activation));

    /// <summary>replies.outcome.</summary>
    public static readonly StoredNames<ReplyOutcome> ReplyOutcomes = new(
        (ReplyOutcome.Accepted, Accepted), (ReplyOutcome.Delivered, Delivered), (ReplyOutcome.Failed, Failed),
        (ReplyOutcome.Expired, "expired"));

    /// <summary>"result" in the records of submits.</summary>
    public static readonly StoredNames<RequestResult> RequestResults = new(
        (RequestResult.Answered, "Answered"), (RequestResult.NotWritten, "NotWritten"), (RequestResult.TimedOut, "TimedOut"),
        (RequestResult.SessionLost, "SessionLost"));
}

/// <summary>records.kind.</summary>
internal static class RecordKind
{
    public const string Start = "start";
    public const string Repeat = "repeat";
    public const string Submit = "submit";
    public const string Receipt = "receipt";
    public const string Command = "command";
    public const string Handover = "handover";
    public const string Act = "act";
}
