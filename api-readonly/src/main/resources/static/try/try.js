// Shows the API description, with forms to try each request. Credentials stay in memory.
window.SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: false,
  persistAuthorization: false,
  validatorUrl: null,
  supportedSubmitMethods: ['get', 'post'],
  presets: [window.SwaggerUIBundle.presets.apis],
});
