namespace Bridge.Worker.Centre;

/// <summary>bridge_forward_seconds, as the buses feed it.</summary>
public interface IForwardMetrics
{
    /// <summary>The bus has an event for certain, for the first time. Called from any thread; must not throw.</summary>
    /// <param name="took">Since the text behind the event was read, by the wall clock; never negative.</param>
    void Forwarded(string operatorName, TimeSpan took);
}
