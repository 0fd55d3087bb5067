using System.Text.Json;
using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Http;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Http;

namespace Bridge.Worker.Desk;

/// <summary>GET /desk/reports: all that the page shows, of one moment and in one answer.</summary>
internal sealed class DeskState(IServiceState state, IOperatorLinks links, IBusStatus bus, BridgePlan plan, TimeProvider time)
{
    /// <summary>What a dispatcher can scroll through; older reports are in the centre's own system.</summary>
    private const int MaxReports = 100;

    public Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Read(), HttpJson.Options), http.RequestAborted).AsTask();
    }

    private object Read()
    {
        var now = state.Read();
        return new
        {
            Now = time.GetUtcNow(),
            Node = plan.NodeName,
            WarnAfter = plan.WarnAfter.TotalSeconds,
            Deadline = plan.ConfirmationDeadline.TotalSeconds,
            StoreUp = now.StoreUp,
            BusUp = bus.Up,
            Unconfirmed = now.UnconfirmedReports,
            Outbox = now.OutboxEvents,
            Links = links.Links.Select(link => new { link.Operator, link.Link, link.Bound, link.Since, link.Reason }),
            Reports = state.Newest(MaxReports),
        };
    }
}
