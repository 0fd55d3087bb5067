using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>
/// How much of an operator's window and rate may be used, by what its answers say: halved when it is congested, given back evenly over a
/// minute (additive increase, multiplicative decrease, as TCP does). Pure: holds instants of a monotonic clock, starts no timer. It only
/// spaces what is sent; when a refused submit is tried again is the business of whoever sent it, and that time is not waited twice.
/// </summary>
/// <param name="rate">What is configured, submits a second; null: no limit while the operator has not complained.</param>
internal sealed class SubmitFlow(double? rate)
{
    /// <summary>congestion_state from here on is "nearing congestion" or worse (SMPP v5.0 §4.8.4.18).</summary>
    private const byte Congested = 90;

    private const double Floor = 1.0 / 128;

    /// <summary>A full window that is refused is one congestion, not as many as there were submits.</summary>
    private static readonly TimeSpan OneCongestion = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WholeRecovery = TimeSpan.FromMinutes(1);

    private double _share = 1;
    private double _base = rate ?? double.PositiveInfinity;
    private TimeSpan _cutAt = -OneCongestion;
    private Address? _fullFor;
    private TimeSpan _secondBegan;
    private int _thisSecond;
    private int _lastSecond;

    /// <summary>From 1/128 to 1.</summary>
    public double Share(TimeSpan now) => Math.Min(1, _share + ((now - _cutAt) / WholeRecovery));

    /// <summary>Of this many slots, how many may be used; never none, or nothing would ever tell that the operator is well again.</summary>
    public int Window(int slots, TimeSpan now) => Math.Max(1, (int)(slots * Share(now)));

    /// <summary>Submits a second; null is unlimited. At least one, unless less is configured.</summary>
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

    /// <summary>An answer came. True when it is a sign of congestion that cuts the share.</summary>
    public bool OnAnswer(Pdu response, Address destination, TimeSpan now)
    {
        if (!IsCongestion(response, destination) || now - _cutAt < OneCongestion) return false;

        var share = Share(now);
        // Without a configured rate, what the operator was sent when it complained is the measure of what is too much.
        if (share >= 1) _base = Math.Max(1, rate ?? Math.Max(_thisSecond, _lastSecond));
        _share = Math.Max(Floor, share / 2);
        _cutAt = now;
        return true;
    }

    private bool IsCongestion(Pdu response, Address destination)
    {
        if (response.Status == CommandStatus.Throttled || CongestionState(response) >= Congested) return true;
        var fullBefore = _fullFor;
        _fullFor = response.Status == CommandStatus.MsgQFul ? destination : null;

        // One recipient's full queue says nothing of the account; two in a row are no coincidence.
        return _fullFor is not null && fullBefore is not null && fullBefore != destination;
    }

    /// <summary>From 0 to 100; null when the answer has none, as at every v3.4 operator.</summary>
    private static byte? CongestionState(Pdu response) =>
        response.Tlv(TlvTag.CongestionState) is { Length: 1 } state ? state.Span[0] : null;
}
