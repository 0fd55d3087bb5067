using System.Text.RegularExpressions;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// Puts activation texts on their way, a few a second and behind everything else, so that a file of ten thousand people is no flood on the
/// links that carry confirmations; and tells the centre of those that did not arrive in time. What waits is in the store. On the writer's
/// thread.
/// </summary>
internal sealed partial class ActivationTexts(BridgePlan plan, ReplyIntake replies, RegistrationChanges registrations)
{
    public const string Off = "activation texts are turned off";

    /// <summary>To one operator, in one turn.</summary>
    public const int AtMostInTurn = 5;

    /// <summary>Not yet taken by one operator: while it is slow or away, no more pile up before it.</summary>
    public const int AtMostWaiting = 10;

    /// <summary>Failures told, and closed registrations erased, in one turn.</summary>
    public const int AtMostTold = 200;

    public static bool AreSent(BridgePlan plan) => plan.Notices.GetValueOrDefault(NoticePlan.Activation) is { Enabled: true };

    public void Send(StoreTransaction transaction)
    {
        foreach (var operatorPlan in plan.Operators)
        {
            var room = Math.Min(AtMostInTurn, AtMostWaiting - transaction.AutomaticTexts.ActivationsWaiting(operatorPlan.Name));
            if (room <= 0) continue;
            foreach (var registration in transaction.Registrations.ToText(operatorPlan.Name, room)) Send(transaction, registration);
        }
    }

    public void TellOverdue(StoreTransaction transaction)
    {
        foreach (var registration in transaction.Registrations.Due(transaction.Now, AtMostTold))
        {
            registrations.Fail(transaction, registration.Row, plan.Operator(registration.Operator) is null
                ? "the operator of this number is not configured any more"
                : "the activation text was not delivered in time");
        }
    }

    /// <summary>Former registrations go after Retention; who is registered stays for as long as that lasts.</summary>
    public void EraseFormer(StoreTransaction transaction) =>
        transaction.Registrations.EraseClosed(transaction.Now - plan.Retention, AtMostTold);

    /// <summary>The wording with the person's data in it, to be checked by the person (requirement 10).</summary>
    public static string Word(string wording, Registration registration) => Placeholder().Replace(wording, found => found.ValueSpan switch
    {
        "{name}" => registration.Name!,
        "{address}" => registration.Address!,
        _ => registration.Msisdn,
    });

    private void Send(StoreTransaction transaction, Registration registration)
    {
        if (!AreSent(plan))
        {
            registrations.Activate(transaction, registration.Row, Off);
            return;
        }

        registrations.TextQueued(transaction, registration.Row);
        var sent = replies.TryAccept(transaction, new AutomaticText(
            OutboundKind.Activation, NoticePlan.Activation, registration.Language, registration.Msisdn, registration.Operator,
            new Address(Ton: 1, Npi: 1, registration.Msisdn),
                Word(plan.Notices[NoticePlan.Activation].Text[registration.Language], registration),
            registration.DueAt - transaction.Now)
        {
            Registration = registration.Row,
        });
        if (!sent) registrations.Fail(transaction, registration.Row, "the activation text cannot be sent: it has too many parts");
    }

    /// <summary>In one pass: a name that reads {address} stays a name.</summary>
    [GeneratedRegex(@"\{(name|address|msisdn)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
