package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.svix.Svix;
import com.svix.SvixOptions;
import com.svix.api.EventTypeDeleteOptions;
import com.svix.api.MessageCreateOptions;
import com.svix.api.MessageGetOptions;
import com.svix.api.MessageListOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.ApplicationIn;
import com.svix.models.ApplicationOut;
import com.svix.models.ApplicationPatch;
import com.svix.models.EndpointIn;
import com.svix.models.EndpointOut;
import com.svix.models.EndpointSecretRotateIn;
import com.svix.models.EventTypeIn;
import com.svix.models.ListResponseMessageOut;
import com.svix.models.MessageIn;
import com.svix.models.MessageOut;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every Svix server does, seen through the official client. */
abstract class SvixContract {

  private static final String KSUID = "[0-9A-Za-z]{27}";

  private final String uid = "contract-" + UUID.randomUUID();
  private Svix svix;

  abstract String serverUrl();

  abstract String token();

  @BeforeEach
  void createApplication() throws Exception {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(serverUrl());
    svix = new Svix(token(), options);
    svix.getApplication().getOrCreate(application(uid));
  }

  @AfterEach
  void deleteApplication() throws Exception {
    svix.getApplication().delete(uid);
  }

  Svix svix() {
    return svix;
  }

  String uid() {
    return uid;
  }

  @Test
  void getOrCreateReturnsTheStoredApplicationUnchanged() throws Exception {
    ApplicationOut first = svix.getApplication().get(uid);
    ApplicationOut again =
        svix.getApplication().getOrCreate(new ApplicationIn().name("Other name").uid(uid));
    assertThat(again.getId()).isEqualTo(first.getId()).matches("app_" + KSUID);
    assertThat(again.getName()).isEqualTo(first.getName());
    assertThat(again.getUid()).isEqualTo(uid);
    assertThat(again.getCreatedAt()).isNotNull();
  }

  @Test
  void anApplicationIsFoundByIdAndByUid() throws Exception {
    String id = svix.getApplication().get(uid).getId();
    assertThat(svix.getApplication().get(id).getUid()).isEqualTo(uid);
  }

  @Test
  void aSecondApplicationOfTheSameUidIsRefused() {
    refusedWith(409, () -> svix.getApplication().create(application(uid)));
  }

  @Test
  void anApplicationWithoutANameIsRefused() {
    refusedWith(422, () -> svix.getApplication().create(new ApplicationIn().name("")));
  }

  @Test
  void aUidOutsideOfThePatternIsRefused() {
    for (String bad : List.of("a:b", "a b", "ä", "app_x")) {
      refusedWith(422, () -> svix.getApplication().create(application(bad)));
    }
  }

  @Test
  void anApplicationCanBePatched() throws Exception {
    svix.getApplication().patch(uid, new ApplicationPatch().name("Patched"));
    assertThat(svix.getApplication().get(uid).getName()).isEqualTo("Patched");
    assertThat(svix.getApplication().get(uid).getUid()).isEqualTo(uid);
  }

  @Test
  void aDeletedApplicationIsGoneAndItsUidIsFree() throws Exception {
    MessageOut before = svix.getMessage().create(uid, message("evt-1"));
    String id = svix.getApplication().get(uid).getId();
    svix.getApplication().delete(uid);
    refusedWith(404, () -> svix.getApplication().get(uid));
    refusedWith(404, () -> svix.getApplication().get(id));
    svix.getApplication().create(application(uid));
    MessageOut after = svix.getMessage().create(uid, message("evt-1"));
    assertThat(after.getId()).isNotEqualTo(before.getId());
  }

  @Test
  void aMessageIsAcceptedAndFoundByIdAndByEventId() throws Exception {
    MessageOut created =
        svix.getMessage()
            .create(
                uid,
                new MessageIn()
                    .eventId("evt-1")
                    .eventType("order.created")
                    .channels(Set.of("eu"))
                    .payload("{\"a\": 1}"));
    assertThat(created.getId()).matches("msg_" + KSUID);
    for (String key : List.of(created.getId(), "evt-1")) {
      MessageOut found = svix.getMessage().get(uid, key);
      assertThat(found.getId()).isEqualTo(created.getId());
      assertThat(found.getEventId()).isEqualTo("evt-1");
      assertThat(found.getEventType()).isEqualTo("order.created");
      assertThat(found.getChannels()).containsExactly("eu");
      assertThat(found.getPayload()).isEqualTo(Map.of("a", 1));
      assertThat(found.getTimestamp()).isNotNull();
    }
  }

  @Test
  void theContentIsLeftOutOnRequest() throws Exception {
    svix.getMessage().create(uid, message("evt-1"));
    MessageGetOptions withoutContent = new MessageGetOptions();
    withoutContent.setWithContent(false);
    assertThat(svix.getMessage().get(uid, "evt-1", withoutContent).getPayload())
        .isEqualTo(Map.of());
  }

  @Test
  void expungedContentIsGoneButNotTheMessage() throws Exception {
    MessageOut created = svix.getMessage().create(uid, message("evt-1"));
    svix.getMessage().expungeContent(uid, created.getId());
    assertThat(svix.getMessage().get(uid, "evt-1").getPayload()).isEqualTo(Map.of("expired", true));
    refusedWith(409, () -> svix.getMessage().create(uid, message("evt-1")));
  }

  @Test
  void anEventIdIsStoredOnceAndTheFirstStays() throws Exception {
    MessageOut first = svix.getMessage().create(uid, message("evt-1"));
    ApiException refusal = refusedWith(409, () -> svix.getMessage().create(uid, message("evt-1")));
    assertThat(refusal.getResponseBody())
        .isEqualTo("{\"code\":\"conflict\",\"detail\":\"A conflict has occurred\"}");
    assertThat(svix.getMessage().get(uid, "evt-1").getId()).isEqualTo(first.getId());
    assertThat(svix.getMessage().list(uid).getData()).hasSize(1);
  }

  @Test
  void anEventIdIsFreeInAnotherApplication() throws Exception {
    String other = uid + "-other";
    svix.getApplication().create(application(other));
    try {
      svix.getMessage().create(uid, message("evt-1"));
      svix.getMessage().create(other, message("evt-1"));
      assertThat(svix.getMessage().list(other).getData()).hasSize(1);
    } finally {
      svix.getApplication().delete(other);
    }
  }

  @Test
  void aRepeatedIdempotencyKeyGetsTheFirstAnswerWhateverTheBody() throws Exception {
    MessageOut first = svix.getMessage().create(uid, message("evt-1"), key("key-1"));
    MessageOut again = svix.getMessage().create(uid, message("evt-1"), key("key-1"));
    MessageOut other = svix.getMessage().create(uid, message("evt-2"), key("key-1"));
    assertThat(again.getId()).isEqualTo(first.getId());
    assertThat(other.getId()).isEqualTo(first.getId());
    refusedWith(404, () -> svix.getMessage().get(uid, "evt-2"));
  }

  @Test
  void anIdempotencyKeyCountsWithItsQuery() throws Exception {
    MessageCreateOptions withoutContent = key("key-1");
    withoutContent.setWithContent(false);
    svix.getMessage().create(uid, message("evt-1"), key("key-1"));
    refusedWith(409, () -> svix.getMessage().create(uid, message("evt-1"), withoutContent));
  }

  @Test
  void aRefusalIsNotRememberedForItsIdempotencyKey() throws Exception {
    MessageIn bad = message("evt-1").eventType("not allowed");
    refusedWith(422, () -> svix.getMessage().create(uid, bad, key("key-1")));
    assertThat(svix.getMessage().create(uid, message("evt-1"), key("key-1")).getId())
        .startsWith("msg_");
  }

  @Test
  void anUnknownApplicationHasItsOwnRefusal() {
    ApiException refusal =
        refusedWith(404, () -> svix.getMessage().create(uid + "-no", message("evt-1")));
    assertThat(refusal.getResponseBody())
        .isEqualTo("{\"code\":\"not_found\",\"detail\":\"Application not found\"}");
  }

  @Test
  void anUnknownMessageIsNotFound() {
    ApiException refusal = refusedWith(404, () -> svix.getMessage().get(uid, "evt-none"));
    assertThat(refusal.getResponseBody())
        .isEqualTo("{\"code\":\"not_found\",\"detail\":\"Entity not found\"}");
  }

  @Test
  void anApplicationGivenInlineIsCreated() throws Exception {
    String other = uid + "-inline";
    MessageIn in = message("evt-1").application(application(other));
    try {
      svix.getMessage().create(other, in);
      assertThat(svix.getMessage().list(other).getData()).hasSize(1);
    } finally {
      svix.getApplication().delete(other);
    }
    refusedWith(422, () -> svix.getMessage().create(uid + "-x", in));
  }

  @Test
  void messagesOutsideOfTheRulesAreRefused() {
    refusedWith(422, () -> svix.getMessage().create(uid, message("a:b")));
    refusedWith(422, () -> svix.getMessage().create(uid, message("msg_1")));
    refusedWith(422, () -> svix.getMessage().create(uid, message("e").eventType("a/b")));
    refusedWith(422, () -> svix.getMessage().create(uid, message("e").channels(Set.of())));
    refusedWith(422, () -> svix.getMessage().create(uid, message("e").channels(numbered("c", 6))));
    refusedWith(422, () -> svix.getMessage().create(uid, message("e").payloadRetentionPeriod(91L)));
  }

  @Test
  void messagesArePagedNewestFirst() throws Exception {
    Set<String> expected = numbered("evt-", 7);
    for (String eventId : expected) {
      svix.getMessage().create(uid, message(eventId));
    }
    List<String> ids = new ArrayList<>();
    Set<String> eventIds = new HashSet<>();
    MessageListOptions options = new MessageListOptions();
    options.setLimit(3L);
    ListResponseMessageOut page = svix.getMessage().list(uid, options);
    while (true) {
      page.getData().forEach(m -> ids.add(m.getId()));
      page.getData().forEach(m -> eventIds.add(m.getEventId()));
      if (page.getDone()) {
        break;
      }
      options.setIterator(page.getIterator());
      page = svix.getMessage().list(uid, options);
    }
    assertThat(eventIds).isEqualTo(expected);
    assertThat(ids).isSortedAccordingTo((a, b) -> b.compareTo(a)).doesNotHaveDuplicates();
    assertThat(ids).hasSize(7);
  }

  @Test
  void messagesAreFilteredByTypeAndChannel() throws Exception {
    svix.getMessage().create(uid, message("e1").eventType("a.b"));
    svix.getMessage().create(uid, message("e2").eventType("c.d").channels(Set.of("eu")));
    MessageListOptions byType = new MessageListOptions();
    byType.setEventTypes(Set.of("c.d"));
    assertThat(svix.getMessage().list(uid, byType).getData())
        .extracting(MessageOut::getEventId)
        .containsExactly("e2");
    MessageListOptions byChannel = new MessageListOptions();
    byChannel.setChannel("us");
    assertThat(svix.getMessage().list(uid, byChannel).getData()).isEmpty();
  }

  @Test
  void aPageIsAtMost250Long() {
    MessageListOptions options = new MessageListOptions();
    options.setLimit(251L);
    refusedWith(422, () -> svix.getMessage().list(uid, options));
  }

  @Test
  void anotherTokenIsRefused() {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(serverUrl());
    Svix stranger = new Svix("not-a-token", options);
    ApiException refusal = refusedWith(401, () -> stranger.getApplication().get(uid));
    assertThat(refusal.getResponseBody())
        .isEqualTo("{\"code\":\"authentication_failed\",\"detail\":\"Invalid token\"}");
  }

  @Test
  void anEventTypeIsRegisteredOnceAndArchived() throws Exception {
    String type = "contract." + UUID.randomUUID();
    svix.getEventType().create(new EventTypeIn().name(type).description("One"));
    ApiException refusal =
        refusedWith(
            409, () -> svix.getEventType().create(new EventTypeIn().name(type).description("Two")));
    assertThat(refusal.getResponseBody()).contains("\"event_type_exists\"");
    assertThat(svix.getEventType().get(type).getDescription()).isEqualTo("One");
    svix.getEventType().delete(type);
    assertThat(svix.getEventType().get(type).getArchived()).isTrue();
    expunge(type);
    refusedWith(404, () -> svix.getEventType().get(type));
  }

  @Test
  void anEndpointFiltersByRegisteredTypesOnly() throws Exception {
    String type = "contract." + UUID.randomUUID();
    EndpointIn in = endpoint().filterTypes(Set.of(type)).channels(Set.of("eu"));
    refusedWith(422, () -> svix.getEndpoint().create(uid, in));
    svix.getEventType().create(new EventTypeIn().name(type).description("One"));
    EndpointOut created = svix.getEndpoint().create(uid, in);
    assertThat(created.getId()).matches("ep_" + KSUID);
    assertThat(created.getFilterTypes()).containsExactly(type);
    assertThat(created.getChannels()).containsExactly("eu");
    assertThat(svix.getEndpoint().get(uid, created.getId()).getUrl()).isEqualTo(in.getUrl());
    assertThat(svix.getEndpoint().list(uid).getData()).hasSize(1);
    svix.getEndpoint().delete(uid, created.getId());
    refusedWith(404, () -> svix.getEndpoint().get(uid, created.getId()));
    expunge(type);
  }

  @Test
  void anEndpointKeepsItsSecretUntilItIsRotated() throws Exception {
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    String id = svix.getEndpoint().create(uid, endpoint().secret(secret)).getId();
    assertThat(svix.getEndpoint().getSecret(uid, id).getKey()).isEqualTo(secret);
    svix.getEndpoint().rotateSecret(uid, id, new EndpointSecretRotateIn());
    assertThat(svix.getEndpoint().getSecret(uid, id).getKey())
        .startsWith("whsec_")
        .isNotEqualTo(secret);
  }

  @Test
  void endpointsOutsideOfTheRulesAreRefused() {
    refusedWith(422, () -> svix.getEndpoint().create(uid, endpoint().filterTypes(Set.of())));
    refusedWith(422, () -> svix.getEndpoint().create(uid, endpoint().secret("whsec_short")));
    refusedWith(
        422, () -> svix.getEndpoint().create(uid, endpoint().url(URI.create("ftp://a.example/"))));
  }

  private void expunge(String type) throws Exception {
    EventTypeDeleteOptions expunge = new EventTypeDeleteOptions();
    expunge.setExpunge(true);
    svix.getEventType().delete(type, expunge);
  }

  private static EndpointIn endpoint() {
    return new EndpointIn().url(URI.create("https://receiver.example/hook"));
  }

  static ApplicationIn application(String uid) {
    return new ApplicationIn().name("Contract").uid(uid);
  }

  static MessageIn message(String eventId) {
    return new MessageIn().eventId(eventId).eventType("order.created").payload("{\"order\": 42}");
  }

  static MessageCreateOptions key(String idempotencyKey) {
    MessageCreateOptions options = new MessageCreateOptions();
    options.setIdempotencyKey(idempotencyKey);
    return options;
  }

  static ApiException refusedWith(int status, ThrowingCallable call) {
    ApiException[] seen = new ApiException[1];
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(call)
        .satisfies(e -> seen[0] = e)
        .extracting(ApiException::getCode)
        .isEqualTo(status);
    return seen[0];
  }

  private static Set<String> numbered(String prefix, int count) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      names.add(prefix + i);
    }
    return names;
  }
}
