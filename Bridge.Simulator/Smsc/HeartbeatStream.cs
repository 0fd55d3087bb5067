using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>
/// Sends an operator's test texts, one every <paramref name="interval"/>, and waits for the centre's answer to each. That proves the
/// operator's path while nobody needs it. A heartbeat that has no answer when the next one is due is missed.
/// </summary>
/// <param name="sender">One of the bridge's TestSenders.</param>
/// <param name="onHeartbeat">Called when a heartbeat was answered or missed.</param>
internal sealed class HeartbeatStream(TimeSpan interval, string sender, Action<Heartbeat> onHeartbeat)
{
    private volatile TaskCompletionSource? _answer;
    private int _number;

    public int Missed { get; private set; }

    /// <summary>Has to be called with every event of the operator: an answer is recognised among them.</summary>
    public void Observe(OperatorEvent operatorEvent)
    {
        if (operatorEvent is PartSubmitted { Answer: CommandStatus.Ok } part && part.Submit.Destination.Value == sender)
        {
            _answer?.TrySetResult();
        }
    }

    public async Task RunAsync(SimulatedOperator smsc, TimeProvider time, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            var heartbeat = await SendAsync(smsc, time, cancel);
            if (!heartbeat.Answered) Missed++;
            onHeartbeat(heartbeat);
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private async Task<Heartbeat> SendAsync(SimulatedOperator smsc, TimeProvider time, CancellationToken cancel)
    {
        // Another text each time, or the bridge would take it for a retransmission.
        var text = $"heartbeat {smsc.Settings.Name} {++_number} {time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
        var began = time.GetTimestamp();
        using var late = new CancellationTokenSource(interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var answer = _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = false;
        try
        {
            foreach (var pdu in PhoneText.Pdus(sender, text, (byte)_number)) await smsc.DeliverTextAsync(pdu, either.Token);
            accepted = true;
            await answer.Task.WaitAsync(either.Token);
            return new Heartbeat(_number, Accepted: true, Answered: true, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Heartbeat(_number, accepted, Answered: false, time.GetElapsedTime(began));
        }
        finally
        {
            _answer = null;
        }
    }
}

/// <param name="Accepted">The bridge answered the text with ESME_ROK.</param>
/// <param name="Answered">The centre's answer reached the operator.</param>
/// <param name="Took">From sending the text to its answer, or to the end of the wait.</param>
internal readonly record struct Heartbeat(int Number, bool Accepted, bool Answered, TimeSpan Took);
