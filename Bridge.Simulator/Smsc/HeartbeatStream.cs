using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>
/// What proves an operator's path while nobody is in danger: a text of a test sender every so often, and the wait for the centre's answer
/// to it. A heartbeat that has no answer when the next one is due is missed, whatever stood in its way.
/// </summary>
/// <param name="sender">One of the bridge's TestSenders.</param>
internal sealed class HeartbeatStream(TimeSpan every, string sender, Action<Heartbeat> tell)
{
    private volatile TaskCompletionSource? _answer;
    private int _number;

    public int Missed { get; private set; }

    /// <summary>Everything that the operator sees has to come by here.</summary>
    public void Show(OperatorEvent happened)
    {
        if (happened is PartSubmitted { Answer: CommandStatus.Ok } part && part.Submit.Destination.Value == sender) _answer?.TrySetResult();
    }

    public async Task RunAsync(SimulatedOperator smsc, TimeProvider time, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(every, time);
        do
        {
            var heartbeat = await OneAsync(smsc, time, cancel);
            if (!heartbeat.CameBack) Missed++;
            tell(heartbeat);
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private async Task<Heartbeat> OneAsync(SimulatedOperator smsc, TimeProvider time, CancellationToken cancel)
    {
        // Another text each time, or the bridge takes it for a retransmission.
        var text = $"heartbeat {smsc.Settings.Name} {++_number} {time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
        var began = time.GetTimestamp();
        using var late = new CancellationTokenSource(every, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var answer = _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = false;
        try
        {
            foreach (var pdu in PhoneText.Pdus(sender, text, (byte)_number)) await smsc.DeliverTextAsync(pdu, either.Token);
            taken = true;
            await answer.Task.WaitAsync(either.Token);
            return new Heartbeat(_number, Taken: true, CameBack: true, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Heartbeat(_number, taken, CameBack: false, time.GetElapsedTime(began));
        }
        finally
        {
            _answer = null;
        }
    }
}

/// <param name="Taken">The bridge answered the text with ESME_ROK.</param>
/// <param name="CameBack">The centre's answer reached the operator.</param>
internal readonly record struct Heartbeat(int Number, bool Taken, bool CameBack, TimeSpan Took);
