using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Http;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Worker.Desk;

/// <summary>The dispatchers' web page: four files out of the assembly, and what they show.</summary>
public static class DeskEndpoints
{
    /// <summary>The page itself holds nothing and asks for the token. Everything about people is behind the token.</summary>
    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var state = new DeskState(
            services.GetRequiredService<IServiceState>(),
            services.GetRequiredService<IOperatorLinks>(),
            services.GetRequiredService<IBusStatus>(),
            services.GetRequiredService<BridgePlan>(),
            services.GetRequiredService<TimeProvider>());

        endpoints.MapGet("/desk/reports", services.GetRequiredService<BearerAccess>().Guard(state.WriteAsync));
        endpoints.MapGet("/", PageFile("desk.html", "text/html; charset=utf-8"));
        endpoints.MapGet("/desk/desk.css", PageFile("desk.css", "text/css; charset=utf-8"));
        endpoints.MapGet("/desk/desk.js", PageFile("desk.js", "text/javascript; charset=utf-8"));
        endpoints.MapGet("/desk/events.js", PageFile("events.js", "text/javascript; charset=utf-8"));
        return endpoints;
    }

    private static RequestDelegate PageFile(string name, string contentType)
    {
        var content = Content(name);
        return http =>
        {
            http.Response.ContentType = contentType;
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Headers.XContentTypeOptions = "nosniff";

            // Texts come from anyone with a telephone. What slips through as markup can neither run nor reach out.
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
        };
    }

    private static byte[] Content(string name)
    {
        using var stream = typeof(DeskEndpoints).Assembly.GetManifestResourceStream("desk/" + name)
            ?? throw new InvalidOperationException($"The page's {name} is not in the assembly");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
