using System.Text.RegularExpressions;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// Sends the activation texts, a few a second and after everything else, so that a file of ten thousand people does not flood the links
/// that carry confirmations. Tells the centre of those that were not delivered in time. What waits is in the store. On the writer's thread.
/// </summary>
internal sealed partial class ActivationTexts(BridgePlan plan, ReplyIntake replies, RegistrationChanges registrations)
{
    public const string TurnedOff = "activation texts are turned off";

    /// <summary>Activation texts to one operator in one turn.</summary>
    public const int MaxPerTurn = 5;

    /// <summary>Activation texts that one operator has not accepted yet: while it is slow or down, no more are queued.</summary>
    public const int MaxWaiting = 10;

    /// <summary>Registrations that fail, and closed registrations that are erased, in one turn.</summary>
    public const int MaxRegistrationsPerTurn = 200;

    public static bool AreSent(BridgePlan plan) => plan.Notices.GetValueOrDefault(NoticePlan.Activation) is { Enabled: true };

    /// <summary>Queues the activation texts that have a turn now.</summary>
    public void Send(StoreTransaction transaction)
    {
        foreach (var operatorPlan in plan.Operators)
        {
            var room = Math.Min(MaxPerTurn, MaxWaiting - transaction.AutomaticTexts.ActivationsWaiting(operatorPlan.Name));
            if (room <= 0) continue;
            foreach (var registration in transaction.Registrations.ToText(operatorPlan.Name, room)) Send(transaction, registration);
        }
    }

    /// <summary>Tells the centre of registrations whose activation text was not delivered in time.</summary>
    public void TellOverdue(StoreTransaction transaction)
    {
        foreach (var registration in transaction.Registrations.Due(transaction.Now, MaxRegistrationsPerTurn))
        {
            registrations.Fail(transaction, registration.Row, plan.Operator(registration.Operator) is null
                ? "the operator of this number is not configured any more"
                : "the activation text was not delivered in time");
        }
    }

    /// <summary>Erases registrations that were closed for longer than Retention. What is registered now stays.</summary>
    public void EraseClosed(StoreTransaction transaction) =>
        transaction.Registrations.EraseClosed(transaction.Now - plan.Retention, MaxRegistrationsPerTurn);

    /// <summary>Fills the person's data into the wording, for the person to check (requirement 10).</summary>
    public static string FillIn(string wording, Registration registration) => Placeholder().Replace(wording, found => found.ValueSpan switch
    {
        "{name}" => registration.Name!,
        "{address}" => registration.Address!,
        _ => registration.Msisdn,
    });

    private void Send(StoreTransaction transaction, Registration registration)
    {
        if (!AreSent(plan))
        {
            registrations.Activate(transaction, registration.Row, TurnedOff);
            return;
        }

        registrations.TextQueued(transaction, registration.Row);
        var sent = replies.TryAccept(transaction, new AutomaticText(
            OutboundKind.Activation, NoticePlan.Activation, registration.Language, registration.Msisdn, registration.Operator,
            new Address(Ton: 1, Npi: 1, registration.Msisdn),
            FillIn(plan.Notices[NoticePlan.Activation].Text[registration.Language], registration), registration.DueAt - transaction.Now)
        {
            Registration = registration.Row,
        });
        if (!sent) registrations.Fail(transaction, registration.Row, "the activation text cannot be sent: it has too many parts");
    }

    /// <summary>All of them are replaced in one pass: a name that reads {address} stays as it is.</summary>
    [GeneratedRegex(@"\{(name|address|msisdn)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
