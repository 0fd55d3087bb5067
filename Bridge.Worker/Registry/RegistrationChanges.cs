using Bridge.Protocol.Centre;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// Every change of who is registered: in the store, told to the centre where it must hear of it, and taken over into the memory after the
/// commit. The two ends of waiting for an activation text are each told once (requirements 9 and 11): active, or not delivered in time. A
/// failure is not the last word, a delivery after it still activates; of a registration that was replaced or removed nothing is told. On the
/// writer's thread.
/// </summary>
internal sealed class RegistrationChanges(RegistryMemory memory)
{
    /// <summary>The number has to be free: <see cref="Close"/> comes first.</summary>
    public Registration Insert(StoreTransaction transaction, RegistrationPut put, string msisdn, DateTimeOffset dueAt)
    {
        var inserted = transaction.Registrations.Insert(
            msisdn, put.Operator, put.Name, put.Address, put.Language, put.Contacts, transaction.Now, dueAt);
        Follow(transaction, inserted);
        return inserted;
    }

    /// <summary>It is replaced or removed: what was still to be told of it is told no more.</summary>
    public void Close(StoreTransaction transaction, Registration registration)
    {
        Follow(transaction, transaction.Registrations.Close(registration.Row, transaction.Now));
        transaction.AutomaticTexts.EndActivation(registration.Row, transaction.Now);
    }

    /// <summary>The activation text is on its way to the operator.</summary>
    public void TextQueued(StoreTransaction transaction, long registration) =>
        Follow(transaction, transaction.Registrations.SetTextQueued(registration, transaction.Now));

    /// <summary>The operator has accepted the activation text.</summary>
    public void TextAccepted(StoreTransaction transaction, long registration) =>
        Follow(transaction, transaction.Registrations.SetTextAccepted(registration, transaction.Now));

    /// <summary>A failed one gets another activation text.</summary>
    public void TryAgain(StoreTransaction transaction, long registration, DateTimeOffset dueAt) =>
        Follow(transaction, transaction.Registrations.TryAgain(registration, dueAt));

    /// <param name="reason">In words, without anything of the person.</param>
    public void Activate(StoreTransaction transaction, long registration, string reason)
    {
        if (transaction.Registrations.Activate(registration, transaction.Now) is not { } active) return;
        Follow(transaction, active);
        transaction.Events.Append(new RegistrationActivated(active.Msisdn, reason), transaction.Now, active.Operator);
    }

    /// <param name="reason">In words, without anything of the person.</param>
    public void Fail(StoreTransaction transaction, long registration, string reason)
    {
        if (transaction.Registrations.Fail(registration, transaction.Now) is not { } failed) return;
        Follow(transaction, failed);
        transaction.Events.Append(new RegistrationFailed(failed.Msisdn, reason), transaction.Now, failed.Operator);
    }

    private void Follow(StoreTransaction transaction, Registration? changed)
    {
        if (changed is not null) transaction.AfterCommit(() => memory.Apply(changed));
    }
}
