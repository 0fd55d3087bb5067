namespace Bridge.Worker.Configuration.Sections;

/// <summary>Section Bridge:Http.</summary>
internal static class HttpSection
{
    public static readonly KeyTable Keys = new();

    public static readonly OptionalKey<Uri> Listen = Keys.Optional("Listen", Kinds.Listen, "http://127.0.0.1:9920",
        "Where it listens; port 0 takes a free one.");

    private static readonly Key<string?> TokenFile = Keys.FileContent("TokenFile", Kinds.Token,
        "none; required unless Listen is a loopback address",
        "The bearer token of `/centre/*`, `/holds`, `/operators/*` and the desk.");

    public static HttpPlan Read(SectionReader http)
    {
        var (listen, token) = (http.Read(Listen), http.Read(TokenFile));
        if (!listen.IsLoopback && http.IsAbsent(TokenFile))
        {
            http.Fault(TokenFile, $"missing, while Listen is {listen.Authority}",
                "the path of a file with a bearer token; only a loopback Listen may do without");
        }
        return new(listen, token);
    }
}
