namespace Bridge.Tests.Support;

/// <summary>Waits for what other processes bring about. A condition that never comes true fails the test after a generous while.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await condition())
        {
            late.IsCancellationRequested.ShouldBeFalse($"still waiting after {Patience.TotalSeconds} s: {what}");
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }
    }
}
