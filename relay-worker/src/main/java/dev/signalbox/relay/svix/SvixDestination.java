package dev.signalbox.relay.svix;

import com.github.benmanes.caffeine.cache.Ticker;
import com.svix.api.Message;
import com.svix.api.MessageCreateOptions;
import com.svix.api.MessageGetOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.MessageIn;
import com.svix.models.MessageOut;
import dev.signalbox.contract.SvixRules;
import dev.signalbox.contract.Texts;
import dev.signalbox.relay.deliver.CredentialCheck;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to Svix.
 *
 * <p>One delivery is one POST of the event; a second one is sent only where Svix has just answered
 * that it lacks the application. An answer that proves nothing (409, a 2xx without a message id) is
 * followed by a question for the event. An event so old that Svix may no longer recognise its id is
 * asked for first, because an earlier attempt, counted or not, may have stored it. All of that
 * together ends within the call timeout.
 *
 * <p>Safe for any number of threads; how many are inside at once is for the caller to bound, at
 * most {@link SvixSettings#parallelism()} to reuse connections.
 */
public final class SvixDestination implements Destination, AutoCloseable {

  /** What is stored and shown, so nothing else is believed. */
  private static final Pattern MESSAGE_ID = Pattern.compile("msg_[A-Za-z0-9_-]{1,64}");

  private final SvixTransport transport;
  private final Message messages;
  private final Applications applications;
  private final CredentialQuestion credentials;

  /** Connects with the first delivery, not before. */
  public SvixDestination(SvixSettings settings) {
    this(settings, InstantSource.system(), Ticker.systemTicker());
  }

  SvixDestination(SvixSettings settings, InstantSource clock, Ticker ticker) {
    this.transport = new SvixTransport(settings, clock);
    this.messages = new Message(transport);
    this.applications = new Applications(transport, ticker);
    this.credentials = new CredentialQuestion(transport);
  }

  @Override
  public DeliveryOutcome deliver(Target target, PendingEvent event) {
    if (!isUsable(target)) {
      return new Misconfigured(
          "The application of organization %s cannot be used as a Svix id or uid"
              .formatted(target.organization()));
    }
    if (!isEncodable(event)) {
      return new Rejected(0, "The event has an unpaired surrogate", "");
    }
    return transport.withinCallTimeout(
        () ->
            target.createIfMissing()
                ? storeInEnsuredApplication(target, event)
                : store(target, event).orElseGet(() -> missing(target)));
  }

  @Override
  public CredentialCheck checkCredentials() {
    return transport.withinCallTimeout(credentials::ask);
  }

  /** What the client would put into a path unescaped must not be able to mean another path. */
  private static boolean isUsable(Target target) {
    String application = target.application();
    return target.createIfMissing()
        ? SvixRules.isUsableUid(application)
        : SvixRules.isName(application) && !application.equals(".") && !application.equals("..");
  }

  /** An unpaired surrogate would be sent as something else, without an error. */
  private static boolean isEncodable(PendingEvent event) {
    return Texts.isWellFormed(event.payload())
        && Texts.isWellFormed(event.eventType())
        && event.channels().stream().allMatch(Texts::isWellFormed);
  }

  private DeliveryOutcome storeInEnsuredApplication(Target target, PendingEvent event) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      switch (applications.ensure(target.application())) {
        case Applications.Ensured.Absent absent -> {
          return withoutBlame(absent.reason());
        }
        case Applications.Ensured.Present present -> {
          Optional<DeliveryOutcome> outcome = store(target, event);
          if (outcome.isPresent()) {
            return outcome.get();
          }
          applications.forget(target.application(), present);
        }
      }
    }
    return new Misconfigured(
        "Svix has the application %s but answered 404 for it twice"
            .formatted(target.application()));
  }

  /** An application that cannot be looked up is no fault of the event that needs it. */
  private static DeliveryOutcome withoutBlame(DeliveryOutcome reason) {
    return reason instanceof Failed failed ? new Unreachable(failed.reason()) : reason;
  }

  private static Misconfigured missing(Target target) {
    return new Misconfigured(
        "Svix does not have the application %s of organization %s"
            .formatted(target.application(), target.organization()));
  }

  /** Sends the event; empty when Svix answered that it does not have the application. */
  private Optional<DeliveryOutcome> store(Target target, PendingEvent event) {
    Optional<DeliveryOutcome> known = event.old() ? ask(target, event, true) : Optional.empty();
    return known.isPresent() ? known : create(target, event);
  }

  private Optional<DeliveryOutcome> create(Target target, PendingEvent event) {
    try {
      MessageOut stored = messages.create(target.application(), message(event), options(event));
      return Optional.of(
          isStored(stored)
              ? new Accepted(stored.getId(), false)
              : readBack(target, event, Doubt.NO_MESSAGE_ID));
    } catch (ApiException e) {
      return switch (e.getCode()) {
        case 404 -> Optional.empty();
        case 409 -> Optional.of(readBack(target, event, Doubt.CONFLICT));
        default -> Optional.of(Endings.of(e, Endings.Question.STORE));
      };
    } catch (IOException e) {
      return Optional.of(Endings.of(e, transport.callTimeout()));
    } catch (IllegalArgumentException e) {
      // its message may quote the event
      return Optional.of(new Rejected(0, "Svix's client cannot encode the event", ""));
    }
  }

  private static MessageIn message(PendingEvent event) {
    MessageIn message =
        new MessageIn()
            .eventId(event.eventId().toString())
            .eventType(event.eventType())
            .payload(event.payload());
    return event.channels().isEmpty()
        ? message
        : message.channels(new LinkedHashSet<>(event.channels()));
  }

  // The query is part of what Svix compares keys by, so it is the same for every attempt.
  private static MessageCreateOptions options(PendingEvent event) {
    MessageCreateOptions options = new MessageCreateOptions();
    options.setIdempotencyKey(event.eventId().toString());
    options.setWithContent(false);
    return options;
  }

  private static boolean isStored(@Nullable MessageOut message) {
    return message != null
        && message.getId() != null
        && MESSAGE_ID.matcher(message.getId()).matches();
  }

  private DeliveryOutcome readBack(Target target, PendingEvent event, Doubt doubt) {
    return ask(target, event, doubt == Doubt.CONFLICT).orElseGet(doubt::unfounded);
  }

  /** Empty when Svix says that it does not have the event, or the application. */
  private Optional<DeliveryOutcome> ask(Target target, PendingEvent event, boolean duplicate) {
    MessageGetOptions options = new MessageGetOptions();
    options.setWithContent(false);
    try {
      MessageOut stored = messages.get(target.application(), event.eventId().toString(), options);
      return Optional.of(
          isStored(stored)
              ? new Accepted(stored.getId(), duplicate)
              : new Misconfigured("The server URL does not answer as Svix does; check it"));
    } catch (ApiException e) {
      return e.getCode() == 404
          ? Optional.empty()
          : Optional.of(Endings.of(e, Endings.Question.IS_STORED));
    } catch (IOException e) {
      return Optional.of(Endings.of(e, transport.callTimeout()));
    }
  }

  /** Why it is unknown whether Svix has stored the event. */
  private enum Doubt {
    CONFLICT {
      @Override
      DeliveryOutcome unfounded() {
        return new Failed(409, "Svix answered 409 but does not have the event", "");
      }
    },
    NO_MESSAGE_ID {
      @Override
      DeliveryOutcome unfounded() {
        return new Misconfigured(
            "Svix accepted the event without a message id and does not have it; check the server"
                + " URL");
      }
    };

    /** The ending when Svix says that it does not have the event. */
    abstract DeliveryOutcome unfounded();
  }

  /** Ends what is still running as {@link Failed} and closes the connections. */
  @Override
  public void close() {
    transport.close();
  }
}
