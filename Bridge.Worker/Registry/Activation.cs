using Bridge.Protocol.Centre;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// The two ends of waiting for an activation text, each told to the centre once (requirements 9 and 11): active, or not delivered in time.
/// A failure is not the last word, a delivery after it still activates; of a registration that was replaced or removed nothing is told.
/// </summary>
internal static class Activation
{
    /// <param name="reason">In words, without anything of the person.</param>
    public static void Done(StoreTransaction transaction, long registration, string reason)
    {
        if (transaction.Registrations.Activate(registration, transaction.Now) is { } active)
        {
            transaction.Events.Append(new RegistrationActivated(active.Msisdn, reason), transaction.Now, active.Operator);
        }
    }

    /// <param name="reason">In words, without anything of the person.</param>
    public static void Failed(StoreTransaction transaction, long registration, string reason)
    {
        if (transaction.Registrations.Fail(registration, transaction.Now) is { } failed)
        {
            transaction.Events.Append(new RegistrationFailed(failed.Msisdn, reason), transaction.Now, failed.Operator);
        }
    }
}
