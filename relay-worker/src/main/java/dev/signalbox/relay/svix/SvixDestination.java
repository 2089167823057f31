package dev.signalbox.relay.svix;

import com.github.benmanes.caffeine.cache.Ticker;
import com.svix.api.Message;
import com.svix.api.MessageGetOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.MessageOut;
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
import java.util.Optional;
import java.util.regex.Pattern;

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
  private final MessagePost post;
  private final Message messages;
  private final Applications applications;
  private final CredentialQuestion credentials;

  /** Connects with the first delivery, not before. */
  public SvixDestination(SvixSettings settings) {
    this(settings, InstantSource.system(), Ticker.systemTicker());
  }

  SvixDestination(SvixSettings settings, InstantSource clock, Ticker ticker) {
    this.transport = new SvixTransport(settings, clock);
    this.post = new MessagePost(transport);
    this.messages = new Message(transport);
    this.applications = new Applications(transport, ticker);
    this.credentials = new CredentialQuestion(transport);
  }

  @Override
  public DeliveryOutcome deliver(Target target, PendingEvent event) {
    Optional<String> messages = Routes.messages(target);
    if (messages.isEmpty()) {
      return new Misconfigured(
          "The application of organization %s cannot be used as a Svix id or uid"
              .formatted(target.organization()));
    }
    return post.body(event)
        .map(body -> deliver(new Parcel(target, event, messages.get(), body)))
        .orElseGet(() -> new Rejected(0, "The event has an unpaired surrogate", ""));
  }

  /** An event that is ready to go. */
  private record Parcel(Target target, PendingEvent event, String messages, OneShotBody body) {}

  private DeliveryOutcome deliver(Parcel parcel) {
    return transport.withinCallTimeout(
        () ->
            parcel.target().createIfMissing()
                ? storeInEnsuredApplication(parcel)
                : store(parcel).orElseGet(() -> missing(parcel.target())));
  }

  @Override
  public CredentialCheck checkCredentials() {
    return transport.withinCallTimeout(credentials::ask);
  }

  private DeliveryOutcome storeInEnsuredApplication(Parcel parcel) {
    Target target = parcel.target();
    for (int attempt = 1; attempt <= 2; attempt++) {
      switch (applications.ensure(target.application())) {
        case Applications.Ensured.Absent absent -> {
          return withoutBlame(absent.reason());
        }
        case Applications.Ensured.Present present -> {
          Optional<DeliveryOutcome> outcome = store(parcel);
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
  private Optional<DeliveryOutcome> store(Parcel parcel) {
    Optional<DeliveryOutcome> known = parcel.event().old() ? ask(parcel, true) : Optional.empty();
    return known.isPresent() ? known : create(parcel);
  }

  private Optional<DeliveryOutcome> create(Parcel parcel) {
    try {
      String id = post.send(parcel.messages(), parcel.event(), parcel.body());
      return Optional.of(
          id != null && isMessageId(id)
              ? new Accepted(id, false)
              : readBack(parcel, Doubt.NO_MESSAGE_ID));
    } catch (ApiException e) {
      return switch (e.getCode()) {
        case 404 -> Optional.empty();
        case 409 -> Optional.of(readBack(parcel, Doubt.CONFLICT));
        default -> Optional.of(Endings.of(e, Endings.Question.STORE));
      };
    } catch (IOException e) {
      return Optional.of(Endings.of(e, transport.callTimeout()));
    }
  }

  private static boolean isMessageId(String id) {
    return MESSAGE_ID.matcher(id).matches();
  }

  private DeliveryOutcome readBack(Parcel parcel, Doubt doubt) {
    return ask(parcel, doubt == Doubt.CONFLICT).orElseGet(doubt::unfounded);
  }

  /** Empty when Svix says that it does not have the event, or the application. */
  private Optional<DeliveryOutcome> ask(Parcel parcel, boolean duplicate) {
    MessageGetOptions options = new MessageGetOptions();
    options.setWithContent(false);
    try {
      MessageOut stored =
          messages.get(parcel.target().application(), parcel.event().eventId().toString(), options);
      return Optional.of(
          stored != null && stored.getId() != null && isMessageId(stored.getId())
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
