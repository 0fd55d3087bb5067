namespace Bridge.Worker.Store;

/// <summary>The store cannot be used as it is; restarting alone does not cure it.</summary>
public sealed class StoreUnusableException(string message) : Exception(message);

/// <summary>Another process writes the store.</summary>
internal sealed class StoreInUseException(string path) : Exception($"another process writes the store {path}");
