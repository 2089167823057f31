package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SvixSettingsTest {

  private static final String TOKEN = "testsk_secret.eu";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8071",
        "http://localhost:8071/",
        "https://api.eu.svix.com",
        "HTTPS://[::1]:8071"
      })
  void takesSchemeHostAndPort(String url) {
    assertThat(settings(url, TOKEN).serverUrl()).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @CsvSource({
    "http://svix/prefix,path /prefix",
    "http://svix/api/v1/,path /api/v1/",
    "ftp://svix,begin with http",
    "svix:8071,begin with http",
    "//svix,begin with http",
    "'',begin with http",
    "http:///,host",
    "http://under_score,host",
    "http://svix:99999,host",
    "http://user:password@svix,user or password",
    "http://svix?x=1,query",
    "http://svix/#x,fragment"
  })
  void refusesWhatSvixsClientWouldDropOrNotUnderstand(String url, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(url, TOKEN))
        .withMessageContaining(named)
        .withMessageNotContaining("password@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "secret\n", "se cret", "secr\u00e9t", "\u0000secret"})
  void refusesATokenThatNoHeaderCarriesWithoutShowingIt(String token) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("http://svix", token))
        .withMessageContaining("token")
        .withMessageNotContaining("secr");
  }

  @Test
  void refusesNumbersOutOfRange() {
    URI url = URI.create("http://svix");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SvixSettings(url, TOKEN, 0, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SvixSettings(url, TOKEN, 1, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SvixSettings(url, TOKEN, 1, Duration.ofDays(1)));
  }

  @Test
  void showsNoToken() {
    SvixSettings settings = settings("http://svix", TOKEN);
    assertThat(settings.toString()).contains("http://svix").doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "testsk_x.eu,https://api.eu.svix.com",
    "sk_x.us,https://api.us.svix.com",
    "sk_x.zz,https://api.svix.com",
    "sk_x,https://api.svix.com"
  })
  void findsTheRegionInTheToken(String token, URI url) {
    assertThat(SvixSettings.serverUrlOf(token)).isEqualTo(url);
  }

  private static SvixSettings settings(String url, String token) {
    return new SvixSettings(URI.create(url), token, 4, Duration.ofSeconds(10));
  }
}
