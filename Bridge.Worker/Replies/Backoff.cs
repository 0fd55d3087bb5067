namespace Bridge.Worker.Replies;

/// <summary>
/// How long a reply rests before it is tried again. Each wait is shifted by up to a fifth, so that retries do not come in step.
/// </summary>
internal static class Backoff
{
    /// <summary>The longest wait between two tries of a submit_sm.</summary>
    public static readonly TimeSpan LongestAfterSubmit = TimeSpan.FromSeconds(60);

    /// <summary>The last try comes at least so long before the end of the validity.</summary>
    private static readonly TimeSpan LastTryBefore = TimeSpan.FromMinutes(1);

    /// <summary>After a submit_sm that was not accepted: 1 s, doubling to 60 s (contract, fine print).</summary>
    /// <param name="attempt">Retries so far, from 0.</param>
    /// <param name="draw">A random number from 0 to 1.</param>
    public static TimeSpan AfterSubmit(SubmitVerdict verdict, int attempt, double draw)
    {
        // The exponent is bounded: 2^1000 s is no TimeSpan.
        var seconds = verdict == SubmitVerdict.Misconfigured
            ? LongestAfterSubmit.TotalSeconds
            : Math.Min(LongestAfterSubmit.TotalSeconds, Math.Pow(2, Math.Min(attempt, 10)));
        return TimeSpan.FromSeconds(Shift(seconds, draw));
    }

    /// <summary>After a receipt that says the inbox is full: a minute, doubling to 16.</summary>
    /// <param name="failures">How many such receipts came, from 1.</param>
    /// <param name="left">What is left of its validity.</param>
    /// <param name="draw">A random number from 0 to 1.</param>
    /// <returns>Null: no time is left for another try. A wait that would outlast the validity ends a minute before its end.</returns>
    public static TimeSpan? AfterFullInbox(int failures, TimeSpan left, double draw)
    {
        var wait = TimeSpan.FromMinutes(Shift(Math.Pow(2, Math.Min(failures, 5) - 1), draw));
        if (wait <= left - LastTryBefore) return wait;
        return left >= LastTryBefore * 2 ? left - LastTryBefore : null;
    }

    private static double Shift(double value, double draw) => value * (0.8 + (0.4 * draw));
}
