package dev.signalbox.bench.harness;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a figure is divided by. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Base.Best.class, name = "best"),
  @JsonSubTypes.Type(value = Base.Named.class, name = "named"),
  @JsonSubTypes.Type(value = Base.Itself.class, name = "itself")
})
public sealed interface Base {

  /** The contender of this role that has the best median of the figure. */
  record Best(Role role) implements Base {}

  /** The contender of this name. */
  record Named(String contender) implements Base {}

  /** Nothing: the limit is one of the figure itself. */
  record Itself() implements Base {}
}
