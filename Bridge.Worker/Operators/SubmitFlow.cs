using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>
/// How much of an operator's window and rate may be used, judged by its answers: halved when it is congested, given back evenly over a
/// minute (additive increase, multiplicative decrease, as TCP does). Pure: holds instants of a monotonic clock, starts no timer. It only
/// spaces what is sent; when a refused submit is tried again is decided by its sender.
/// </summary>
/// <param name="rate">The configured rate, submits a second. Null: unlimited until the operator complains.</param>
internal sealed class SubmitFlow(double? rate)
{
    /// <summary>congestion_state from here on is "nearing congestion" or worse (SMPP v5.0 §4.8.4.18).</summary>
    private const byte Congested = 90;

    private const double MinShare = 1.0 / 128;

    /// <summary>Refusals within this time are one congestion: a full window is refused submit by submit.</summary>
    private static readonly TimeSpan OneCongestion = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WholeRecovery = TimeSpan.FromMinutes(1);

    private double _share = 1;
    private double _base = rate ?? double.PositiveInfinity;
    private TimeSpan _cutAt = -OneCongestion;
    private Address? _fullFor;
    private TimeSpan _secondBegan;
    private int _thisSecond;
    private int _lastSecond;

    /// <summary>The part of window and rate that may be used, from 1/128 to 1.</summary>
    public double Share(TimeSpan now) => Math.Min(1, _share + ((now - _cutAt) / WholeRecovery));

    /// <summary>How many of the slots may be used. Never none, or nothing would ever tell that the operator is well again.</summary>
    public int Window(int slots, TimeSpan now) => Math.Max(1, (int)(slots * Share(now)));

    /// <summary>Submits a second. Null: unlimited. At least one, unless less is configured.</summary>
    public double? Rate(TimeSpan now)
    {
        var share = Share(now);
        if (share >= 1) return rate;
        return Math.Max(_base * share, Math.Min(1, rate ?? 1));
    }

    /// <summary>A submit is about to be sent.</summary>
    public void OnSent(TimeSpan now)
    {
        var passed = now - _secondBegan;
        if (passed >= OneCongestion)
        {
            _lastSecond = passed < OneCongestion * 2 ? _thisSecond : 0;
            _thisSecond = 0;
            _secondBegan = now;
        }

        _thisSecond++;
    }

    /// <summary>An answer came.</summary>
    /// <returns>Whether it is a sign of congestion that cuts the share.</returns>
    public bool OnAnswer(Pdu response, Address destination, TimeSpan now)
    {
        if (!IsCongestion(response, destination) || now - _cutAt < OneCongestion) return false;

        var share = Share(now);
        // Without a configured rate, the rate at which the operator complained is what is cut.
        if (share >= 1) _base = Math.Max(1, rate ?? Math.Max(_thisSecond, _lastSecond));
        _share = Math.Max(MinShare, share / 2);
        _cutAt = now;
        return true;
    }

    private bool IsCongestion(Pdu response, Address destination)
    {
        if (response.Status == CommandStatus.Throttled || CongestionState(response) >= Congested) return true;
        var fullBefore = _fullFor;
        _fullFor = response.Status == CommandStatus.MsgQFul ? destination : null;

        // One recipient's full queue says nothing of the account; two recipients' in a row do.
        return _fullFor is not null && fullBefore is not null && fullBefore != destination;
    }

    /// <summary>congestion_state, from 0 to 100. Null when the answer has none, as with every v3.4 operator.</summary>
    private static byte? CongestionState(Pdu response) =>
        response.Tlv(TlvTag.CongestionState) is { Length: 1 } state ? state.Span[0] : null;
}
