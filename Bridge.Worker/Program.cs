using Bridge.Worker.Hosting;

return await new BridgeCommandLine().InvokeAsync(args);
