import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local, in memory and without telemetry, for as long as its standard input is open. Its own command line
 * listens on every network interface and takes no free port: here it is the loopback interface and port 0.
 */
class LoopbackDynamoDb {
  public static void main(String[] args) throws Exception {
    String[] options = {"-inMemory", "-sharedDb", "-disableTelemetry"};
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(options);
    var field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    var connector = (ServerConnector) ((Server) field.get(proxy)).getConnectors()[0];
    connector.setHost("127.0.0.1");
    connector.setPort(0);
    proxy.start();
    System.out.println("listening on port " + connector.getLocalPort());
    while (System.in.read() >= 0) {
      // whoever started this is still there
    }
    System.exit(0);
  }
}
