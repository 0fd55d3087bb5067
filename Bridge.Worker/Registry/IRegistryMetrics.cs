using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>What this room counts, once it is committed. Called on the writer's thread: must be quick and not throw.</summary>
internal interface IRegistryMetrics
{
    /// <param name="before">What was registered for the number; null: nothing.</param>
    void Changed(Registration? before, Registration changed);
}
