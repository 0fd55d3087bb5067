namespace Bridge.Worker.Configuration;

/// <summary>
/// Files that hold secrets. A bare name is looked for among the unit's credentials first (systemd.exec(5), LoadCredential=), where no other
/// user can read.
/// </summary>
/// <param name="credentials">$CREDENTIALS_DIRECTORY; null outside a unit that has any.</param>
internal sealed class SecretFiles(string? credentials)
{
    /// <summary>The file's content without the newline that editors add; null when it cannot be read.</summary>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Locate(path)).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Where a path of the configuration really is.</summary>
    public string Locate(string path)
    {
        if (credentials is null || path.Contains(Path.DirectorySeparatorChar)) return path;
        var credential = Path.Combine(credentials, path);
        return File.Exists(credential) ? credential : path;
    }
}
