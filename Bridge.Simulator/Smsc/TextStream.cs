using System.Globalization;

namespace Bridge.Simulator.Smsc;

/// <summary>The texts that `bridge-sim smsc` sends, at a fixed rate and from its senders in turn.</summary>
/// <param name="rate">Texts a second; null: ten.</param>
/// <param name="text">Null: a sentence of the guide.</param>
/// <param name="firstSender">Digits; the other senders count up from it.</param>
internal sealed class TextStream(double? rate, int count, string? text, string firstSender, int senders)
{
    private const double DefaultRate = 10;
    private const string GuideSentence = "我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷";

    /// <summary>Returns when all texts are answered.</summary>
    public async Task SendAsync(SimulatedOperator smsc, TimeProvider time, SmscScreen screen, CancellationToken cancel)
    {
        if (count == 0) return;
        await smsc.WaitForReceiverAsync(cancel);

        var schedule = new RateSchedule(rate ?? DefaultRate, time);
        var sending = new List<Task>();
        for (var number = 0; number < count;)
        {
            var due = await schedule.NextTickAsync(cancel);
            for (; number < due && number < count; number++) sending.Add(SendOneAsync(smsc, number, screen, cancel));
            sending.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        await Task.WhenAll(sending);
    }

    private async Task SendOneAsync(SimulatedOperator smsc, int number, SmscScreen screen, CancellationToken cancel)
    {
        var sender = (long.Parse(firstSender, CultureInfo.InvariantCulture) + number % senders).ToString(CultureInfo.InvariantCulture);
        var numbered = $"{text ?? GuideSentence} {number + 1}";
        foreach (var pdu in PhoneText.Pdus(sender, numbered, (byte)(number / senders)))
        {
            var delivery = await smsc.DeliverTextAsync(pdu, cancel);
            screen.Delivered(sender, numbered, delivery);
        }
    }
}
