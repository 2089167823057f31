package dev.signalbox.demo;

import dev.signalbox.relay.cli.RelayCommandLine;
import dev.signalbox.relay.cli.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** One run of the command line in this process, with an empty environment. */
record SignalboxRun(int code, String out, String error) {

  static SignalboxRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintWriter(out, true),
            new PrintWriter(error, true));
    int code =
        RelayCommandLine.of(terminal, SignalboxMain.commands(terminal, Map.of(), Path.of("")))
            .execute(arguments);
    return new SignalboxRun(code, out.toString(), error.toString());
  }
}
