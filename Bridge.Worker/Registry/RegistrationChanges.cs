using Bridge.Protocol.Centre;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// Changes registrations in the store, and in the memory after the commit. The centre is told once that a registration is active, or that
/// it failed because its activation text was not delivered in time (requirements 9 and 11). A failed registration still becomes active by a
/// late delivery. Nothing is told of one that was replaced or removed. On the writer's thread.
/// </summary>
internal sealed class RegistrationChanges(RegistryMemory memory)
{
    /// <summary>The number must have no registration: <see cref="Close"/> comes first.</summary>
    /// <param name="msisdn">E.164 without the plus.</param>
    /// <param name="dueAt">When it fails unless it is active by then.</param>
    public Registration Insert(StoreTransaction transaction, RegistrationPut put, string msisdn, DateTimeOffset dueAt)
    {
        var inserted = transaction.Registrations.Insert(
            msisdn, put.Operator, put.Name, put.Address, put.Language, put.Contacts, transaction.Now, dueAt);
        UpdateMemory(transaction, inserted);
        return inserted;
    }

    /// <summary>A registration is replaced or removed. Its activation text is not sent any more.</summary>
    public void Close(StoreTransaction transaction, Registration registration)
    {
        UpdateMemory(transaction, transaction.Registrations.Close(registration.Row, transaction.Now));
        transaction.AutomaticTexts.EndActivation(registration.Row, transaction.Now);
    }

    /// <summary>The activation text is queued.</summary>
    public void TextQueued(StoreTransaction transaction, long registration) =>
        UpdateMemory(transaction, transaction.Registrations.SetTextQueued(registration, transaction.Now));

    /// <summary>The operator has accepted the activation text.</summary>
    public void TextAccepted(StoreTransaction transaction, long registration) =>
        UpdateMemory(transaction, transaction.Registrations.SetTextAccepted(registration, transaction.Now));

    /// <summary>A failed registration gets another activation text.</summary>
    public void TryAgain(StoreTransaction transaction, long registration, DateTimeOffset dueAt) =>
        UpdateMemory(transaction, transaction.Registrations.TryAgain(registration, dueAt));

    /// <param name="reason">In words, without anything of the person.</param>
    public void Activate(StoreTransaction transaction, long registration, string reason)
    {
        if (transaction.Registrations.Activate(registration, transaction.Now) is not { } active) return;
        UpdateMemory(transaction, active);
        transaction.Events.Append(new RegistrationActivated(active.Msisdn, reason), transaction.Now, active.Operator);
    }

    /// <param name="reason">In words, without anything of the person.</param>
    public void Fail(StoreTransaction transaction, long registration, string reason)
    {
        if (transaction.Registrations.Fail(registration, transaction.Now) is not { } failed) return;
        UpdateMemory(transaction, failed);
        transaction.Events.Append(new RegistrationFailed(failed.Msisdn, reason), transaction.Now, failed.Operator);
    }

    private void UpdateMemory(StoreTransaction transaction, Registration? changed)
    {
        if (changed is not null) transaction.AfterCommit(() => memory.Apply(changed));
    }
}
