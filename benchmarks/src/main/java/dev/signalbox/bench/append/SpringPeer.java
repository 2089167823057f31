package dev.signalbox.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The smallest Spring application that a peer runs in. */
public final class SpringPeer {

  private SpringPeer() {}

  /** Starts it on these connections, which are closed with it. */
  public static ConfigurableApplicationContext start(
      Class<?> configuration, HikariDataSource dataSource, Map<String, Object> properties) {
    return start(configuration, dataSource, properties, context -> {});
  }

  /** With further beans. */
  public static ConfigurableApplicationContext start(
      Class<?> configuration,
      HikariDataSource dataSource,
      Map<String, Object> properties,
      Consumer<GenericApplicationContext> beans) {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    SpringApplication application = new SpringApplication(configuration);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    application.setDefaultProperties(properties);
    application.addInitializers(
        context -> {
          GenericApplicationContext generic = (GenericApplicationContext) context;
          generic.registerBean(DataSource.class, () -> dataSource);
          beans.accept(generic);
        });
    return application.run();
  }
}
