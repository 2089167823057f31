package dev.signalbox.relay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file or, as {@code -}, the standard input; UTF-8, and nothing is replaced in silence. */
record Input(String name, String text) {

  static Input read(String file, InputStream standardInput) {
    boolean standard = file.equals("-");
    String name = standard ? "standard input" : "--file " + file;
    try {
      byte[] bytes = standard ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new Input(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new CommandFailure(name + " is not UTF-8.");
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(
          "%s cannot be read (%s).".formatted(name, e.getClass().getSimpleName()));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
