namespace Bridge.Tests.Support;

/// <summary>Waits for what other processes bring about. A condition that never comes true fails the test after a generous while.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="seen">What there is until now, for the message of a failure.</param>
    public static Task TrueAsync(Func<bool> condition, string what, Func<string>? seen = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, seen);

    /// <param name="patience">Null: a minute.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, Func<string>? seen = null, TimeSpan? patience = null)
    {
        using var late = new CancellationTokenSource(patience ?? Patience, TimeProvider.System);
        while (!await condition())
        {
            if (late.IsCancellationRequested)
            {
                throw new ShouldAssertException($"still waiting after {(patience ?? Patience).TotalSeconds} s: {what} {seen?.Invoke()}");
            }
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }
    }
}
