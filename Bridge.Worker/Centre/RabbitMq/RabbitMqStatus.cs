namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>Whether events go out and commands come in. Both begin as down: nothing has been reached yet. Any thread.</summary>
internal sealed class RabbitMqStatus : IBusStatus
{
    private volatile bool _publishing;
    private volatile bool _consuming;

    public bool Up => _publishing && _consuming;

    /// <summary>Events are confirmed: connected, not blocked, routable.</summary>
    public bool Publishing
    {
        get => _publishing;
        set => _publishing = value;
    }

    /// <summary>Commands are received.</summary>
    public bool Consuming
    {
        get => _consuming;
        set => _consuming = value;
    }
}
