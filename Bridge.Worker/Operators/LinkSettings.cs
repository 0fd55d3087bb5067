using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>What the protocol is told of a link's plan.</summary>
internal static class LinkSettings
{
    public static SessionSettings ForSession(LinkPlan plan) => new()
    {
        Role = SessionRole.Esme,
        Window = plan.Window,
        EnquireLink = plan.EnquireLink,
        ResponseTimeout = plan.ResponseTimeout,
        SessionInit = plan.SessionInit,
        Inactivity = plan.Inactivity,
    };

    public static Bind ForBind(LinkPlan plan) => new()
    {
        Mode = plan.Bind,
        SystemId = plan.SystemId,
        Password = plan.Password,
        SystemType = plan.SystemType,
        InterfaceVersion = plan.InterfaceVersion,
    };
}
