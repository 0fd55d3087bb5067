using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// Carries out registration.put and registration.remove. Each returns why it cannot be carried out, in words without its content; null: it
/// is done. On the writer's thread.
/// </summary>
internal sealed class RegistrationCommands(BridgePlan plan, RegistrationChanges registrations)
{
    public string? Put(StoreTransaction transaction, RegistrationPut put)
    {
        if (plan.Operator(put.Operator) is null) return UnknownOperator(plan);
        if (ParseMsisdn(put.Msisdn) is not { } msisdn) return NoNumber;

        var before = transaction.Registrations.CurrentOf(msisdn);
        if (before is not null && HasSameData(before, put)) PutAgain(transaction, before, put);
        else Replace(transaction, before, msisdn, put);
        return null;
    }

    public string? Remove(StoreTransaction transaction, RegistrationRemove remove)
    {
        if (ParseMsisdn(remove.Msisdn) is not { } msisdn) return NoNumber;

        // Rejected, for a slip in the number would leave the name and address of a former owner registered, and nobody would notice.
        if (transaction.Registrations.CurrentOf(msisdn) is not { } registration) return "$.data.msisdn: this number is not registered";
        registrations.Close(transaction, registration);
        return null;
    }

    public static string UnknownOperator(BridgePlan plan) =>
        "$.data.operator: no operator of this name is configured; allowed: "
        + string.Join(", ", plan.Operators.Select(known => known.Name));

    private const string NoNumber = "$.data.msisdn: must be a telephone number of 3 to 15 digits";

    /// <summary>By the same rule as for senders, so that a sender's registration is found.</summary>
    private static string? ParseMsisdn(string written) => Msisdn.Parse(written)?.Digits;

    private static bool HasSameData(Registration registration, RegistrationPut put) =>
        registration.Operator == put.Operator && registration.Name == put.Name && registration.Address == put.Address
        && registration.Language == put.Language && registration.Contacts.SequenceEqual(put.Contacts);

    /// <summary>The same data again: another activation text goes out only if the first was not delivered.</summary>
    private void PutAgain(StoreTransaction transaction, Registration registration, RegistrationPut put)
    {
        if (registration.State == RegistrationState.Active) return;
        if (ActivatedAtOnce(put) is { } reason)
        {
            registrations.Activate(transaction, registration.Row, reason);
        }
        else if (registration.State == RegistrationState.Failed)
        {
            registrations.TryAgain(transaction, registration.Row, transaction.Now + plan.ActivateWithin);
        }
    }

    private void Replace(StoreTransaction transaction, Registration? before, string msisdn, RegistrationPut put)
    {
        if (before is not null) registrations.Close(transaction, before);
        var registration = registrations.Insert(transaction, put, msisdn, transaction.Now + plan.ActivateWithin);
        if (ActivatedAtOnce(put) is { } reason) registrations.Activate(transaction, registration.Row, reason);
    }

    /// <summary>Why it is active without an activation text; null: it waits for the text.</summary>
    private string? ActivatedAtOnce(RegistrationPut put) => !put.Notify ? "registered without an activation text"
        : ActivationTexts.AreSent(plan) ? null
        : ActivationTexts.TurnedOff;
}
