using System.Globalization;
using Bridge.Simulator.Load;

namespace Bridge.Simulator.Smsc;

/// <summary>The texts that `bridge-sim smsc` sends: so many a second, from senders in turn.</summary>
internal sealed class TextStream(double? rate, int count, string? text, string firstSender, int senders)
{
    private const string GuideSentence = "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷";

    /// <summary>Returns when all texts are answered.</summary>
    public async Task SendAsync(SimulatedOperator smsc, TimeProvider time, SmscScreen screen, CancellationToken cancel)
    {
        if (count == 0) return;
        await smsc.WaitForReceiverAsync(cancel);

        var pace = new Pace(rate ?? 10, time);
        var sending = new List<Task>();
        for (var number = 0; number < count;)
        {
            var due = await pace.DueAsync(cancel);
            for (; number < due && number < count; number++) sending.Add(SendOneAsync(smsc, number, screen, cancel));
            sending.RemoveAll(t => t.IsCompletedSuccessfully);
        }

        await Task.WhenAll(sending);
    }

    private async Task SendOneAsync(SimulatedOperator smsc, int number, SmscScreen screen, CancellationToken cancel)
    {
        var sender = (long.Parse(firstSender, CultureInfo.InvariantCulture) + number % senders).ToString(CultureInfo.InvariantCulture);
        var said = $"{text ?? GuideSentence} {number + 1}";
        foreach (var pdu in PhoneText.Pdus(sender, said, (byte)(number / senders)))
        {
            var delivery = await smsc.DeliverTextAsync(pdu, cancel);
            screen.Delivered(sender, said, delivery);
        }
    }
}
