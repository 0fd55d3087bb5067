using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Registry;

/// <summary>Sends activation texts at an even pace, tells of those that came too late, and forgets former registrations with age.</summary>
internal sealed class RegistryClock(
    StoreWriter writer, ActivationTexts texts, RegistryMemory memory, Pulses pulses, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = pulses.Register("registry clock", Promised);
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                pulse.Beat();
                await TurnAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whom to text, and of whom to tell, is in the store and goes on at the next start.
        }
    }

    private async Task TurnAsync(CancellationToken cancel)
    {
        try
        {
            await writer.RunAsync(Turn, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The writer has logged it; what is due still is at the next turn.
        }
    }

    private bool Turn(StoreTransaction transaction)
    {
        if (memory.Count(RegistrationState.Pending) > 0)
        {
            texts.TellOverdue(transaction);
            texts.Send(transaction);
        }

        texts.EraseFormer(transaction);
        return true;
    }
}
