using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Registry;

/// <summary>
/// Once a second sends activation texts, tells the centre of those that were not delivered in time, and erases old registrations.
/// </summary>
internal sealed class RegistryWatch(
    StoreWriter writer, ActivationTexts texts, RegistryMemory memory, Pulses pulses, TimeProvider time, ILogger<RegistryWatch> log)
    : PeriodicService("registry watch", TimeSpan.FromSeconds(1), pulses, time, log)
{
    public override Task TurnAsync(CancellationToken cancel) => writer.RunAsync(Turn, cancel);

    private void Turn(StoreTransaction transaction)
    {
        if (memory.Count(RegistrationState.Pending) > 0)
        {
            texts.TellOverdue(transaction);
            texts.Send(transaction);
        }

        texts.EraseClosed(transaction);
    }
}
