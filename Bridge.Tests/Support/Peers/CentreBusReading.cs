using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Tests.Support;

/// <summary>What a test waits for on the bus, from the centre's end.</summary>
internal static class CentreBusReading
{
    /// <summary>The data of the next event of a kind. Whatever comes before it is passed over.</summary>
    public static async Task<T> NextAsync<T>(this ICentreBus bus)
        where T : EventData
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            if (CloudEvent.ReadEvent((await bus.NextAsync(patience.Token)).Span).ReadData() is T data) return data;
        }
    }

    /// <summary>The data of the next events of a kind, so many of them.</summary>
    public static async Task<List<T>> TakeAsync<T>(this ICentreBus bus, int count)
        where T : EventData
    {
        List<T> taken = [];
        while (taken.Count < count) taken.Add(await bus.NextAsync<T>());
        return taken;
    }
}
