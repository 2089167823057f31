package dev.signalbox.relay.svix;

import com.svix.api.Application;
import com.svix.api.ApplicationListOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.ListResponseApplicationOut;
import dev.signalbox.relay.deliver.CredentialCheck;
import dev.signalbox.relay.deliver.CredentialCheck.Accepted;
import dev.signalbox.relay.deliver.CredentialCheck.Refused;
import dev.signalbox.relay.deliver.CredentialCheck.Unknown;
import java.io.IOException;

/** Asks Svix for something that concerns no organization: the first of all applications. */
final class CredentialQuestion {

  private final Application api;

  CredentialQuestion(SvixTransport transport) {
    this.api = new Application(transport);
  }

  CredentialCheck ask() {
    ApplicationListOptions options = new ApplicationListOptions();
    options.setLimit(1L);
    try {
      ListResponseApplicationOut applications = api.list(options);
      return applications == null || applications.getData() == null
          ? new Unknown("The server URL does not answer as Svix does")
          : new Accepted();
    } catch (ApiException e) {
      return answered(e.getCode());
    } catch (NotSentException e) {
      return new Unknown("No connection to Svix: " + e.why());
    } catch (IOException e) {
      return new Unknown("No answer from Svix (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private static CredentialCheck answered(int status) {
    String reason = "Svix answered %d when asked for its applications".formatted(status);
    return status == 401 || status == 403
        ? new Refused(reason + "; check the token")
        : new Unknown(reason);
  }
}
